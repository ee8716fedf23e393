package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.OutOfSequenceException;
import java.util.List;
import java.util.Optional;

/** Whether sealed events are one whole batch that continues a chain. */
final class BatchCheck {
    private BatchCheck() {}

    /**
     * The bytes of all lines.
     *
     * @throws OutOfSequenceException if they are not
     */
    static int requireNext(Optional<ChainHead> head, List<SealedEvent> batch) {
        if (batch.isEmpty()) {
            throw refused("a batch of one event or more", "none", head);
        }
        long first = head.map(newest -> newest.sequence().value()).orElse(0L) + 1;
        BatchRange range = new BatchRange(first, first + batch.size() - 1);
        Optional<EventHash> previous = head.map(ChainHead::hash);
        long sequence = first;
        long bytes = 0;
        for (SealedEvent event : batch) {
            if (event.sequenceValue() != sequence) {
                throw refused("sequence " + sequence, "sequence " + event.sequenceValue(), head);
            }
            if (!event.batch().equals(range)) {
                throw refused("batch " + range + " at sequence " + sequence, "batch " + event.batch(), head);
            }
            if (previous.isPresent() && !event.linksTo(previous.get())) {
                throw refused(
                        "previous hash " + previous.get().hex() + " at sequence " + sequence,
                        event.previousHash().hex(),
                        head);
            }
            previous = Optional.of(event.hash());
            sequence++;
            bytes += event.lineLength();
        }
        if (bytes > Limits.FORMAT.batchBytesMax()) {
            throw refused("a batch of at most " + Limits.FORMAT.batchBytesMax() + " bytes", bytes + " bytes", head);
        }
        return (int) bytes;
    }

    private static OutOfSequenceException refused(String expected, String found, Optional<ChainHead> head) {
        return new OutOfSequenceException("the batch does not continue the log, which ends at "
                + head.map(newest -> "sequence " + newest.sequence()).orElse("its beginning") + ": expected " + expected
                + ", found " + found + ". Nothing was written. Next: seal the batch behind the log's head");
    }
}
