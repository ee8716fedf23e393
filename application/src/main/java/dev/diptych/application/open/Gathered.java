package dev.diptych.application.open;

import dev.diptych.application.rows.Rows;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Decided events that wait for one transaction, in the order of the log. */
final class Gathered {
    private static final int EVENTS_MAX = 8_192;
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    private final List<ToIntFunction<StoreTransaction>> work = new ArrayList<>();
    private final Set<Long> wellSigned = new HashSet<>();
    private final Attesting attesting = new Attesting.By(event -> wellSigned.contains(event.sequenceValue()));
    private List<SealedEvent> ordinary = new ArrayList<>();
    private long events;
    private long bytes;

    void add(SealedEvent event) {
        ordinary.add(event);
        count(1, event.lineLength());
    }

    void add(DecidedRun run) {
        closeOrdinary();
        work.add(tx -> run.insertInto(tx, attesting));
        count(run.run().count() + 1, run.bytes());
    }

    /** The signature of the event was verified: its row will say so. */
    void attest(SealedEvent event) {
        wellSigned.add(event.sequenceValue());
    }

    boolean isEmpty() {
        return events == 0;
    }

    boolean isFull() {
        return events >= EVENTS_MAX || bytes >= BYTES_MAX;
    }

    /** Whether a run would make one transaction of what should be two. */
    boolean hasNoRoomFor(DecidedRun run) {
        return !isEmpty() && bytes + run.bytes() > BYTES_MAX;
    }

    /**
     * Inserts what is missing of all of them.
     *
     * @return how many rows were inserted
     * @throws dev.diptych.application.rows.ForkException if a row is there that is another event
     * @throws dev.diptych.application.settle.DivergedException if the rows of a run are not what its outcome says
     */
    int insertInto(StoreTransaction tx) {
        closeOrdinary();
        return work.stream().mapToInt(part -> part.applyAsInt(tx)).sum();
    }

    /** Begins anew; signatures that were verified of a run that is not decided yet are still known. */
    void clear() {
        work.clear();
        events = 0;
        bytes = 0;
    }

    private void closeOrdinary() {
        if (!ordinary.isEmpty()) {
            List<SealedEvent> closed = ordinary;
            ordinary = new ArrayList<>();
            work.add(tx -> insert(tx, closed));
        }
    }

    private int insert(StoreTransaction tx, List<SealedEvent> closed) {
        List<SealedEvent> absent = Rows.absentOf(tx, closed);
        tx.insert(absent, attesting);
        return absent.size();
    }

    private void count(int more, long moreBytes) {
        events += more;
        bytes += moreBytes;
    }
}
