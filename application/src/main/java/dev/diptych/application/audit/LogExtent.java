package dev.diptych.application.audit;

import dev.diptych.domain.chain.ChainHead;
import java.util.Optional;

/** How far the log reaches, and what it has at the one sequence that somebody else remembers. */
final class LogExtent {
    private final long watched;
    private Optional<PlacedLine> atWatched = Optional.empty();
    private long placed;
    private long unreadableBehind;

    private LogExtent(long watched) {
        this.watched = watched;
    }

    /**
     * @param known the event behind which the walk begins; empty for the start
     * @param watched the sequence of which the first placed line is kept; 0 for none
     */
    static LogExtent behind(Optional<ChainHead> known, long watched) {
        LogExtent extent = new LogExtent(watched);
        known.ifPresent(
                head -> extent.line(Optional.of(new PlacedLine(head.sequence().value(), head.hash(), true))));
        return extent;
    }

    void line(Optional<PlacedLine> line) {
        if (line.isEmpty()) {
            unreadableBehind++;
            return;
        }
        placed = line.get().sequence();
        unreadableBehind = 0;
        if (placed == watched && atWatched.isEmpty()) {
            atWatched = line;
        }
    }

    /** The sequence of the last line, where each unreadable one is taken for one event. */
    long last() {
        return placed + unreadableBehind;
    }

    Optional<PlacedLine> atWatched() {
        return atWatched;
    }
}
