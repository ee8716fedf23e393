package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogLeft;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds the ledger and how it was left: up to three lines, {@code open PID START}, {@code closed SEQ HASH SEGMENT
 * BYTES}, {@code store-closed}.
 *
 * @param holder who holds it, or died holding it
 * @param closedAt the sequence at the last clean close, 0 where the log was empty then
 * @param closedHead the head at the last clean close
 * @param closedBytes the segment's length then
 * @param storeClosed whether the store was closed properly
 */
record WriterRecord(
        Optional<LogLeft.Holder> holder,
        Optional<Long> closedAt,
        Optional<ChainHead> closedHead,
        long closedBytes,
        boolean storeClosed) {
    static final WriterRecord NONE = new WriterRecord(Optional.empty(), Optional.empty(), Optional.empty(), 0, false);

    private static final Pattern OPEN = Pattern.compile("open ([0-9]{1,18}) ([0-9]{1,18})");
    private static final Pattern CLOSED = Pattern.compile("closed ([0-9]{1,16}) ([0-9a-f]{64}) (\\S+) ([0-9]{1,18})");

    static WriterRecord parse(byte[] text) {
        WriterRecord record = NONE;
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
            Matcher open = OPEN.matcher(line);
            Matcher closed = CLOSED.matcher(line);
            if (open.matches()) {
                record = record.heldBy(new LogLeft.Holder(Long.parseLong(open.group(1)), open.group(2)));
            } else if (closed.matches()) {
                long sequence = Long.parseLong(closed.group(1));
                Optional<ChainHead> head = sequence == 0
                        ? Optional.empty()
                        : Optional.of(new ChainHead(Sequence.of(sequence), EventHash.parse(closed.group(2))));
                record = new WriterRecord(
                        record.holder(),
                        Optional.of(sequence),
                        head,
                        Long.parseLong(closed.group(4)),
                        record.storeClosed());
            } else if (line.equals("store-closed")) {
                record = record.withStoreClosed(true);
            }
        }
        return record;
    }

    static WriterRecord closed(Optional<ChainHead> head, long bytes, boolean storeClosed) {
        return new WriterRecord(
                Optional.empty(),
                Optional.of(head.map(h -> h.sequence().value()).orElse(0L)),
                head,
                bytes,
                storeClosed);
    }

    WriterRecord heldBy(LogLeft.Holder by) {
        return new WriterRecord(Optional.of(by), closedAt, closedHead, closedBytes, storeClosed);
    }

    WriterRecord withStoreClosed(boolean value) {
        return new WriterRecord(holder, closedAt, closedHead, closedBytes, value);
    }

    boolean isClean() {
        return holder.isEmpty() && closedAt.isPresent();
    }

    /** How the last writer left things; {@code holder} says whether it holds them still. */
    LogLeft asLeft(boolean recorded, Optional<LogLeft.Holder> holderNow) {
        return new LogLeft(recorded, closedHead, isClean(), storeClosed, holderNow);
    }

    byte[] toBytes() {
        StringBuilder out = new StringBuilder();
        holder.ifPresent(by -> out.append("open ")
                .append(by.pid())
                .append(' ')
                .append(by.start())
                .append('\n'));
        closedAt.ifPresent(sequence -> out.append("closed ")
                .append(sequence)
                .append(' ')
                .append(closedHead.map(head -> head.hash().hex()).orElse("0".repeat(64)))
                .append(' ')
                .append(sequence == 0 ? "-" : TwinLogDisk.SEGMENT_NAME)
                .append(' ')
                .append(closedBytes)
                .append('\n'));
        out.append(storeClosed ? "store-closed\n" : "");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
