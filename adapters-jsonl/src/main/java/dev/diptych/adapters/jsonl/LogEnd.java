package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.ports.driven.LogPosition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the newest event of a log ends.
 *
 * @param head the event
 * @param segment the segment that it lies in
 * @param offset the byte behind its line
 */
record LogEnd(ChainHead head, Segment segment, long offset) {
    private static final Pattern POSITION = Pattern.compile("([0-9]{20}\\.jsonl):(0|[1-9][0-9]{0,17})");

    LogPosition position() {
        return position(segment, offset);
    }

    static LogPosition position(Segment segment, long offset) {
        return new LogPosition(segment.name() + ":" + offset);
    }

    /**
     * A position taken apart.
     *
     * @param segment the segment
     * @param offset the byte behind a line
     */
    record Spot(Segment segment, long offset) {}

    /** Empty if it is not one of this adapter's. */
    static Optional<Spot> read(LogPosition position) {
        Matcher matcher = POSITION.matcher(position.text());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Segment.named(matcher.group(1)).map(segment -> new Spot(segment, Long.parseLong(matcher.group(2))));
    }
}
