package dev.diptych.application.rows;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every use case that gives events to the store must know of the rows that are there. */
public final class Rows {
    private Rows() {}

    /**
     * Those of the events that have no row yet.
     *
     * @throws ForkException if a row is there that is another event
     */
    public static List<SealedEvent> absentOf(StoreTransaction tx, List<SealedEvent> events) {
        List<SealedEvent> absent = new ArrayList<>();
        for (SealedEvent event : events) {
            Optional<StoredRow> row = tx.row(event.sequence());
            if (row.isEmpty()) {
                tx.row(event.id()).ifPresent(other -> {
                    throw ForkException.between(event, other);
                });
                absent.add(event);
            } else if (!row.get().holds(event)) {
                throw ForkException.between(event, row.get());
            }
        }
        return absent;
    }
}
