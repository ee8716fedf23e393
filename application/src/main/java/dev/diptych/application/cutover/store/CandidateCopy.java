package dev.diptych.application.cutover.store;

import dev.diptych.application.open.UnderstoodTypes;
import dev.diptych.application.rows.Rows;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.RunWalk;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.SealedEventSource;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the candidate what the log has behind the candidate's newest row, in bounded transactions. Whole batches only, and of
 * bound events only whole runs with the line that tells their outcome, in one transaction, void where that says so: a run of
 * which nothing is told yet stays out, and so does everything behind it.
 *
 * <p>Boundaries that are met are history: the candidate's identity was given to it when it was made.
 */
final class CandidateCopy {
    private static final int EVENTS_PER_TRANSACTION = 8_192;
    private static final long BYTES_PER_TRANSACTION = 8L * 1024 * 1024;
    private static final int EVENTS_PER_REPORT = 4_096;

    private final QueryStore candidate;
    private final StoreBefore before;
    private final LedgerId ledger;
    private final RunWalk runs;
    private final List<Part> gathered = new ArrayList<>();
    private final List<SealedEvent> signed = new ArrayList<>();
    private List<SealedEvent> ordinary = new ArrayList<>();
    private long gatheredEvents;
    private long gatheredBytes;
    private long inserted;

    /**
     * @param before knows which signatures were verified
     * @param newest the candidate's newest event, as the log has it; empty for a candidate without a row
     */
    CandidateCopy(QueryStore candidate, StoreBefore before, LedgerId ledger, Optional<SealedEvent> newest) {
        this.candidate = candidate;
        this.before = before;
        this.ledger = ledger;
        this.runs = newest.map(RunWalk::after).orElseGet(RunWalk::fromStart);
    }

    /**
     * Copies, through the frozen head at most. To be called once.
     *
     * @return how many rows were inserted
     * @throws NotCutOverException if an event is met behind which this program must not write
     * @throws DamagedCopyException if the log holds what is no sound event; what lies before was
     *     copied
     * @throws dev.diptych.application.rows.ForkException if the candidate has another event at a place or under an id
     */
    long through(SealedEventSource log, Sequence frozenHead, Progress progress) {
        long last = frozenHead.value();
        long read = 0;
        try (EventCursor cursor = log.after(candidate.highestSequence())) {
            while (cursor.advance() && cursor.event().batch().last() <= last) {
                SealedEvent event = cursor.event();
                take(event);
                if (++read % EVENTS_PER_REPORT == 0) {
                    progress.reached(event.sequenceValue(), last);
                }
                if (event.sequenceValue() == last) {
                    break;
                }
            }
        } catch (DamagedCopyException damaged) {
            flushWhatIsWhole();
            throw damaged;
        }
        flushWhatIsWhole();
        progress.reached(candidate.highestSequence().value(), last);
        return inserted;
    }

    private void take(SealedEvent event) {
        if (!OwnTypes.isUnderstood(event)) {
            throw NotCutOverException.notTaken(UnderstoodTypes.refusal(event));
        }
        if (event.isSigned()) {
            signed.add(event);
        }
        runs.next(event)
                .fold(
                        () -> gatherOrdinary(event),
                        undecided -> true,
                        decided -> gatherRun(new DecidedRun(decided.run(), decided.outcome(), event)),
                        malformed -> {
                            throw refusalOf(malformed);
                        },
                        unknown -> {
                            throw NotCutOverException.notTaken(UnderstoodTypes.refusal(event));
                        });
        boolean isBatchEnd = event.batch().last() == event.sequenceValue();
        if (isBatchEnd
                && (gatheredEvents >= EVENTS_PER_TRANSACTION || gatheredBytes >= BYTES_PER_TRANSACTION)
                && runs.undecided().isEmpty()) {
            flush();
        }
    }

    private boolean gatherOrdinary(SealedEvent event) {
        ordinary.add(event);
        gatheredEvents++;
        gatheredBytes += event.lineLength();
        return true;
    }

    private boolean gatherRun(DecidedRun run) {
        endOrdinary();
        gathered.add(new RunPart(run));
        gatheredEvents += run.run().count() + 1L;
        gatheredBytes += run.bytes();
        return true;
    }

    private void endOrdinary() {
        if (!ordinary.isEmpty()) {
            gathered.add(new OrdinaryPart(ordinary));
            ordinary = new ArrayList<>();
        }
    }

    /** A batch that was read in part, because the walk ended in it, is left out. */
    private void flushWhatIsWhole() {
        if (!ordinary.isEmpty()) {
            long end = ordinary.get(ordinary.size() - 1).sequenceValue();
            ordinary.removeIf(event -> event.batch().last() > end);
        }
        flush();
    }

    private void flush() {
        endOrdinary();
        if (gathered.isEmpty()) {
            return;
        }
        Set<Long> verified = before.verifiedAmong(signed);
        Attesting attesting = new Attesting.By(event -> verified.contains(event.sequenceValue()));
        try {
            inserted += candidate.inTransaction(tx -> insertAll(tx, false, attesting));
        } catch (StoreConflictException rowsAreThere) {
            inserted += candidate.inTransaction(tx -> insertAll(tx, true, attesting));
        }
        gathered.clear();
        signed.clear();
        gatheredEvents = 0;
        gatheredBytes = 0;
    }

    private long insertAll(StoreTransaction tx, boolean mayBeThere, Attesting attesting) {
        if (tx.identity().ledgerId().isEmpty()) {
            tx.adopt(ledger);
        }
        long count = 0;
        for (Part part : gathered) {
            count += part.insertInto(tx, mayBeThere, attesting);
        }
        return count;
    }

    private static NotCutOverException refusalOf(RunVerdict.Malformed malformed) {
        return NotCutOverException.notTaken(new OpenRefusal.LogDamaged(
                List.of(),
                1,
                "the log has at sequence " + malformed.at() + " what no transaction has: expected "
                        + malformed.expected()
                        + ", found " + malformed.found()
                        + ". The log was not changed. Next: diptych verify, which lists all"
                        + " findings"));
    }

    /** What goes into the candidate together. */
    private interface Part {
        long insertInto(StoreTransaction tx, boolean mayBeThere, Attesting attesting);
    }

    private record OrdinaryPart(List<SealedEvent> events) implements Part {
        @Override
        public long insertInto(StoreTransaction tx, boolean mayBeThere, Attesting attesting) {
            List<SealedEvent> absent = mayBeThere ? Rows.absentOf(tx, events) : events;
            if (!absent.isEmpty()) {
                tx.insert(absent, attesting);
            }
            return absent.size();
        }
    }

    private record RunPart(DecidedRun run) implements Part {
        @Override
        public long insertInto(StoreTransaction tx, boolean mayBeThere, Attesting attesting) {
            return run.insertInto(tx, attesting);
        }
    }
}
