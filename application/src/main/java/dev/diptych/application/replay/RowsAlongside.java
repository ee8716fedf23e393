package dev.diptych.application.replay;

import dev.diptych.application.rows.ForkException;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;

/** Follows the log through the rows that the store had before the replay, one row at a time. */
final class RowsAlongside implements AutoCloseable {
    private final RowScan scan;
    private boolean hasRow;

    RowsAlongside(StoreReader store) {
        scan = store.scan(Sequence.NONE, store.highestSequence());
        hasRow = scan.advance();
    }

    /**
     * Whether the store has the event.
     *
     * @throws ForkException if it has another one at that sequence
     */
    boolean has(SealedEvent event) {
        while (hasRow && scan.sequence() < event.sequenceValue()) {
            hasRow = scan.advance();
        }
        if (!hasRow || scan.sequence() > event.sequenceValue()) {
            return false;
        }
        StoredRow row = scan.row();
        if (!row.holds(event)) {
            throw new ForkException(
                    event.sequence(),
                    "replay stopped at a mismatch: the log has " + event + ", and the store has a row for " + row.id()
                            + " at that sequence, with other content. The events before it are in the store; neither was"
                            + " overwritten. Next: diptych verify, which names the fields");
        }
        return true;
    }

    @Override
    public void close() {
        scan.close();
    }
}
