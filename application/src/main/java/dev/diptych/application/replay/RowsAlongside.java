package dev.diptych.application.replay;

import dev.diptych.application.rows.ForkException;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.StoredRow;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreReader;

/** Follows the log through the rows that the store had before the replay, one row at a time. */
final class RowsAlongside implements AutoCloseable {
    private final RowScan scan;
    private boolean hasRow;

    RowsAlongside(StoreReader store) {
        scan = store.scan(Sequence.NONE, store.highestSequence());
        hasRow = scan.advance();
    }

    /**
     * Whether the store has the event, which belongs to no transaction.
     *
     * @throws ForkException if it has another one at that sequence, or says that this one is void
     */
    boolean has(SealedEvent event) {
        if (of(event) == StoredRow.VOID) {
            throw ForkException.between(event, scan.row());
        }
        return isAt(event);
    }

    /**
     * What the store has of an event.
     *
     * @throws ForkException if it has another one at that sequence
     */
    StoredRow of(SealedEvent event) {
        while (hasRow && scan.sequence() < event.sequenceValue()) {
            hasRow = scan.advance();
        }
        if (!isAt(event)) {
            return StoredRow.ABSENT;
        }
        if (!scan.row().spells(event)) {
            throw new ForkException(
                    event.sequence(),
                    "replay stopped at a mismatch: the log has " + event + ", and the store has a row for "
                            + scan.row().id()
                            + " at that sequence, with other content. The events before it are in the store; neither was"
                            + " overwritten. Next: diptych verify, which names the fields");
        }
        return scan.row().isVoid() ? StoredRow.VOID : StoredRow.HAPPENED;
    }

    private boolean isAt(SealedEvent event) {
        return hasRow && scan.sequence() == event.sequenceValue();
    }

    @Override
    public void close() {
        scan.close();
    }
}
