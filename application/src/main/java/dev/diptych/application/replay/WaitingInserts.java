package dev.diptych.application.replay;

import dev.diptych.application.rows.Rows;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for one transaction of a replay, in the order of the log: events without a row, and runs of bound events that
 * lack one, each with its outcome. Nobody verifies signatures here.
 */
final class WaitingInserts {
    private static final int EVENTS_MAX = 8_192;
    private static final long BYTES_MAX = 8L * 1024 * 1024;

    private final List<Part> parts = new ArrayList<>();
    private List<SealedEvent> ordinary = new ArrayList<>();
    private int events;
    private long bytes;

    /** What goes in together. */
    private interface Part {
        /**
         * @param mayBeThere whether some of it may have a row
         * @return how many rows were inserted
         */
        int insertInto(StoreTransaction tx, boolean mayBeThere);
    }

    void add(SealedEvent event) {
        ordinary.add(event);
        events++;
        bytes += event.lineLength();
    }

    void add(DecidedRun run) {
        closeOrdinary();
        parts.add((tx, mayBeThere) -> run.insertInto(tx, Attesting.NOBODY));
        events += run.run().count() + 1;
        bytes += run.bytes();
    }

    boolean isEmpty() {
        return events == 0;
    }

    boolean isFull() {
        return events >= EVENTS_MAX || bytes >= BYTES_MAX;
    }

    /** Whether with the run it would hold more than one transaction should. */
    boolean hasNoRoomFor(DecidedRun run) {
        return !isEmpty() && bytes + run.bytes() > BYTES_MAX;
    }

    /** Inserts all of it, none of which has a row, but perhaps of the runs. */
    int insertInto(StoreTransaction tx) {
        return insertInto(tx, false);
    }

    /**
     * Inserts what has no row, and looks first.
     *
     * @throws dev.diptych.application.rows.ForkException if a row is there that is another event
     */
    int insertAbsentInto(StoreTransaction tx) {
        return insertInto(tx, true);
    }

    private int insertInto(StoreTransaction tx, boolean mayBeThere) {
        closeOrdinary();
        int inserted = 0;
        for (Part part : parts) {
            inserted += part.insertInto(tx, mayBeThere);
        }
        return inserted;
    }

    private void closeOrdinary() {
        if (!ordinary.isEmpty()) {
            List<SealedEvent> closed = ordinary;
            ordinary = new ArrayList<>();
            parts.add((tx, mayBeThere) -> insert(tx, mayBeThere ? Rows.absentOf(tx, closed) : closed));
        }
    }

    private static int insert(StoreTransaction tx, List<SealedEvent> absent) {
        tx.insert(absent, Attesting.NOBODY);
        return absent.size();
    }
}
