package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.RowScan;
import java.util.Optional;

/** A walk over rows that judges each. */
final class SqliteEventCursor implements EventCursor {
    private final RowScan rows;
    private final RowJudge judge;
    private Optional<SealedEvent> event = Optional.empty();
    private boolean ended;

    SqliteEventCursor(RowScan rows, RowJudge judge) {
        this.rows = rows;
        this.judge = judge;
    }

    @Override
    public boolean advance() {
        event = Optional.empty();
        if (ended || !rows.advance()) {
            return false;
        }
        try {
            event = Optional.of(judge.judged(rows.row()));
            return true;
        } catch (DamagedCopyException damaged) {
            ended = true;
            throw damaged;
        }
    }

    @Override
    public SealedEvent event() {
        return event.orElseThrow(() -> new IllegalStateException("the cursor stands on no event"));
    }

    @Override
    public void close() {
        rows.close();
    }
}
