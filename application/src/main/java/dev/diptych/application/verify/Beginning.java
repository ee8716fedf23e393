package dev.diptych.application.verify;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Where a verification begins to read.
 *
 * @param level what it comes to
 * @param known the event behind which the log is read, the last of a whole batch; empty to read all of it
 * @param rowsAfter behind which sequence rows are read
 * @param notes what was done otherwise than asked
 */
record Beginning(ParityLevel level, Optional<ChainHead> known, long rowsAfter, List<String> notes) {

    static Beginning atStart(ParityLevel level) {
        return new Beginning(level, Optional.empty(), 0, List.of());
    }

    static Beginning behind(ParityLevel level, ChainHead known) {
        return new Beginning(level, Optional.of(known), known.sequence().value(), List.of());
    }

    /** Reads all of the log, of which there is nothing, and only the rows behind a sequence. */
    static Beginning ofRowsBehind(ParityLevel level, long rowsAfter) {
        return new Beginning(level, Optional.empty(), rowsAfter, List.of());
    }

    Beginning noting(String note) {
        return new Beginning(level, known, rowsAfter, List.of(note));
    }

    /** How many events before are taken on trust. */
    long skipped() {
        return known.map(head -> head.sequence().value()).orElse(0L);
    }

    /** The part of the log to be read. Each call begins anew. */
    LogPart open(Optional<LogReader> log) {
        if (known.isEmpty()) {
            return LogPart.whole(log);
        }
        return LogPart.behind(log.orElseThrow(), skipped())
                .orElseThrow(() -> new LogUnavailableException("the line of sequence " + skipped()
                        + " was in the log and cannot be found any more: the log was replaced while it was being read."
                        + " Nothing was changed. Next: verify again"));
    }
}
