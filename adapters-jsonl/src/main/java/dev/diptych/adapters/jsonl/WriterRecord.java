package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file {@code writer} says: up to three lines, in this order, each left out where it does not apply.
 *
 * <pre>
 * open PID START                   a process holds the log, or died holding it
 * closed SEQ HASH SEGMENT BYTES    the last clean close
 * store-closed                     the store was closed properly
 * </pre>
 *
 * <p>A line that does not match is as good as absent: this file is a witness, never needed to read the log.
 *
 * @param open who took the log last, unless he closed it cleanly
 * @param closed where the log ended at the last clean close
 * @param storeClosed whether the store was closed properly
 */
record WriterRecord(Optional<Open> open, Optional<Closed> closed, boolean storeClosed) {
    static final WriterRecord NONE = new WriterRecord(Optional.empty(), Optional.empty(), false);

    private static final Pattern OPEN = Pattern.compile("open (0|[1-9][0-9]{0,17}) (0|[1-9][0-9]{0,17})");
    private static final Pattern CLOSED =
            Pattern.compile("closed (0|[1-9][0-9]{0,15}) ([0-9a-f]{64}) (-|[0-9]{20}\\.jsonl) (0|[1-9][0-9]{0,17})");
    private static final String STORE_CLOSED = "store-closed";
    private static final String NO_SEGMENT = "-";
    private static final String NO_HASH = "0".repeat(EventHash.HEX_CHARACTERS);

    /**
     * @param pid a process id
     * @param startMillis when it started, in milliseconds since 1970, 0 where the operating system does not tell
     */
    record Open(long pid, long startMillis) {}

    /**
     * @param sequence the newest sequence, 0 where there was none
     * @param hash its event hash; 32 zero bytes where there was none
     * @param segment the newest segment, empty where there was none
     * @param bytes its length
     */
    record Closed(long sequence, EventHash hash, Optional<Segment> segment, long bytes) {
        static Closed at(Optional<ChainHead> head, Optional<Segment> segment, long bytes) {
            return new Closed(
                    head.map(newest -> newest.sequence().value()).orElse(0L),
                    head.map(ChainHead::hash).orElseGet(() -> EventHash.parse(NO_HASH)),
                    segment,
                    bytes);
        }

        Optional<ChainHead> head() {
            return sequence == 0 ? Optional.empty() : Optional.of(new ChainHead(Sequence.of(sequence), hash));
        }
    }

    static WriterRecord parse(byte[] text) {
        Optional<Open> open = Optional.empty();
        Optional<Closed> closed = Optional.empty();
        boolean storeClosed = false;
        String rest = new String(text, StandardCharsets.UTF_8);
        int lineFeed;
        while ((lineFeed = rest.indexOf('\n')) >= 0) {
            String line = rest.substring(0, lineFeed);
            rest = rest.substring(lineFeed + 1);
            Matcher opened = OPEN.matcher(line);
            Matcher left = CLOSED.matcher(line);
            if (opened.matches()) {
                open = Optional.of(new Open(Long.parseLong(opened.group(1)), Long.parseLong(opened.group(2))));
            } else if (left.matches()) {
                closed = closedLine(left);
            } else if (line.equals(STORE_CLOSED)) {
                storeClosed = true;
            }
        }
        return new WriterRecord(open, closed, storeClosed);
    }

    private static Optional<Closed> closedLine(Matcher line) {
        long sequence = Long.parseLong(line.group(1));
        boolean noSegment = line.group(3).equals(NO_SEGMENT);
        Optional<Segment> segment = noSegment ? Optional.empty() : Segment.named(line.group(3));
        if (sequence > Sequence.VALUE_MAX || !noSegment && segment.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Closed(sequence, EventHash.parse(line.group(2)), segment, Long.parseLong(line.group(4))));
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        open.ifPresent(by -> text.append("open ")
                .append(by.pid())
                .append(' ')
                .append(by.startMillis())
                .append('\n'));
        closed.ifPresent(at -> text.append("closed ")
                .append(at.sequence())
                .append(' ')
                .append(at.hash().hex())
                .append(' ')
                .append(at.segment().map(Segment::name).orElse(NO_SEGMENT))
                .append(' ')
                .append(at.bytes())
                .append('\n'));
        if (storeClosed) {
            text.append(STORE_CLOSED).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
