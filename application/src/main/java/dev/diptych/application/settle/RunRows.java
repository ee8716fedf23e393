package dev.diptych.application.settle;

import dev.diptych.application.rows.ForkException;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.StoredRow;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.ArrayList;
import java.util.List;

/** What a store has of a run. */
final class RunRows {
    private RunRows() {}

    /**
     * What there is of each event, in their order.
     *
     * @throws ForkException if a row is there that is another event
     */
    static List<StoredRow> of(StoreTransaction tx, BoundRun run) {
        List<StoredRow> rows = new ArrayList<>(run.count());
        for (SealedEvent event : run.events()) {
            rows.add(of(tx, event));
        }
        return rows;
    }

    private static StoredRow of(StoreTransaction tx, SealedEvent event) {
        return tx.row(event.sequence())
                .or(() -> tx.row(event.id()))
                .map(row -> {
                    if (!row.spells(event)) {
                        throw ForkException.between(event, row);
                    }
                    return row.isVoid() ? StoredRow.VOID : StoredRow.HAPPENED;
                })
                .orElse(StoredRow.ABSENT);
    }
}
