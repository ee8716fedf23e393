package dev.diptych.application.replay;

import dev.diptych.application.open.BoundaryWatch;
import dev.diptych.application.open.Ledger;
import dev.diptych.application.open.Refusals;
import dev.diptych.application.open.RefusedException;
import dev.diptych.application.open.UnderstoodTypes;
import dev.diptych.application.rows.ForkException;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.application.settle.DivergedException;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.TailWitness;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.RunWalk;
import dev.diptych.domain.transaction.Settlement;
import dev.diptych.domain.transaction.StoredRow;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.ReplayReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The walk of a replay: lines in file order, through the chain, whole batches only. Rows are compared on the way by a
 * cursor of their own, and what has no row is inserted in bounded transactions; a run of bound events once its outcome was read,
 * with it. The first fault of the chain, and the first row that is another event, end the walk; what was inserted before is
 * sound, since it was linked to the ledger's beginning. A run at the end of which nothing is told is left as it is.
 */
final class ReplayWalk {
    private static final int EVENTS_PER_REPORT = 4_096;

    private final Ledger ledger;
    private final QueryStore store;
    private final LogReader reader;
    private final Progress progress;
    private final List<Finding> faults = new ArrayList<>();
    private final ChainWalk chain = ChainWalk.fromStart(faults::add);
    private final List<SealedEvent> batch = new ArrayList<>();
    private final RunWalk runs = RunWalk.fromStart();
    private final List<StoredRow> runRows = new ArrayList<>();
    private final BoundaryWatch boundaries;
    private final RowsAlongside rows;
    private final InsertsBehind inserts;
    private final long through;

    private Optional<ChainHead> head = Optional.empty();
    private WaitingInserts waiting = new WaitingInserts();
    private long read;
    private long reported;
    private long present;

    ReplayWalk(Ledger ledger, BoundaryWatch boundaries, LogReader reader, Progress progress) {
        this.ledger = ledger;
        this.store = ledger.store();
        this.boundaries = boundaries;
        this.reader = reader;
        this.progress = progress;
        this.through =
                ledger.log().head().map(newest -> newest.sequence().value()).orElse(0L);
        this.rows = new RowsAlongside(store);
        this.inserts = new InsertsBehind(store, ledger.log()::ledgerId);
    }

    ReplayAnswer run(boolean isStoreMade) {
        Optional<OpenRefusal> stop;
        try (inserts) {
            stop = walk();
        }
        ReplayReport report = new ReplayReport(
                read,
                inserts.inserted(),
                present,
                runRows.size(),
                head,
                isStoreMade,
                ledger.report().cut(),
                List.of("signatures"));
        return stop.<ReplayAnswer>map(refusal -> new ReplayAnswer.Stopped(report, refusal))
                .orElseGet(() -> new ReplayAnswer.Replayed(report));
    }

    private Optional<OpenRefusal> walk() {
        try (LogScan scan = reader.scan(Sequence.NONE);
                rows) {
            while (faults.isEmpty() && scan.advance()) {
                take(scan.item());
            }
            if (faults.isEmpty()) {
                chain.finish(TailWitness.NONE);
            }
            flush();
            rememberPosition();
            return faults.stream().findFirst().map(this::stoppedBy);
        } catch (RefusedException refused) {
            return Optional.of(refused.refusal());
        } catch (ForkException fork) {
            return Optional.of(keepingWhatLiesBefore(fork));
        } catch (DivergedException diverged) {
            return Optional.of(Refusals.of(diverged));
        } catch (PortException failed) {
            return Optional.of(Refusals.of(failed));
        }
    }

    /** The events before a row that is another event are sound, whatever the row is. */
    private OpenRefusal keepingWhatLiesBefore(ForkException fork) {
        try {
            flush();
            return Refusals.of(fork);
        } catch (ForkException earlier) {
            return Refusals.of(earlier);
        } catch (DivergedException earlier) {
            return Refusals.of(earlier);
        } catch (PortException failed) {
            return Refusals.of(failed);
        }
    }

    private void take(LogScan.Item item) {
        if (item instanceof LogScan.SegmentBegins segment) {
            chain.beginSegment(segment.name(), segment.firstSequence());
        } else if (item instanceof LogScan.ForeignName foreign) {
            chain.foreignName(foreign.name());
        } else if (item instanceof LogScan.LineRead line) {
            takeLine(line);
        }
    }

    private void takeLine(LogScan.LineRead line) {
        chain.line(line.place(), line.length(), line.bytes(), line.verdict());
        if (!faults.isEmpty() || !(line.verdict() instanceof LineVerdict.WellFormed sound)) {
            return;
        }
        SealedEvent event = sound.event();
        if (!OwnTypes.isUnderstood(event)) {
            flush();
            throw new RefusedException(UnderstoodTypes.refusal(event));
        }
        batch.add(event);
        if (event.batch().last() == event.sequenceValue()) {
            takeBatch();
        }
    }

    private void takeBatch() {
        for (SealedEvent event : batch) {
            read++;
            takeEvent(event);
        }
        if (runRows.isEmpty()) {
            head = Optional.of(batch.get(batch.size() - 1).asHead());
        }
        batch.clear();
        if (waiting.isFull()) {
            handOver();
        }
        if (read - reported >= EVENTS_PER_REPORT) {
            reported = read;
            progress.reached(read, through);
        }
    }

    private void takeEvent(SealedEvent event) {
        RunVerdict verdict = runs.next(event);
        if (verdict instanceof RunVerdict.Outside) {
            takeOrdinary(event);
        } else {
            takeOfTransaction(event, verdict);
        }
    }

    private void takeOrdinary(SealedEvent event) {
        if (OwnTypes.isOwn(event)) {
            boundaries.met(event);
        }
        if (rows.has(event)) {
            present++;
        } else {
            waiting.add(event);
        }
    }

    private void takeOfTransaction(SealedEvent event, RunVerdict verdict) {
        verdict.fold(
                () -> false,
                undecided -> runRows.add(rows.of(event)),
                decided -> takeRun(decided, event),
                malformed -> {
                    flush();
                    throw new RefusedException(Refusals.of(malformed));
                },
                unknown -> {
                    flush();
                    throw new RefusedException(UnderstoodTypes.refusal(event));
                });
    }

    private boolean takeRun(RunVerdict.Decided decided, SealedEvent line) {
        if (!decided.outcome().outcome().isVoiding()) {
            decided.run().events().forEach(boundaries::met);
        }
        List<Sequence> missing = missingOf(decided);
        runRows.clear();
        boolean hasLine = rows.has(line);
        present += decided.run().count() - missing.size() + (hasLine ? 1 : 0);
        if (!hasLine || !missing.isEmpty()) {
            DecidedRun run = new DecidedRun(decided.run(), decided.outcome(), line);
            if (waiting.hasNoRoomFor(run)) {
                handOver();
            }
            waiting.add(run);
        }
        return true;
    }

    private List<Sequence> missingOf(RunVerdict.Decided decided) {
        return Settlement.of(decided, runRows, Optional.empty())
                .fold(new Settlement.Cases<>(
                        List::of,
                        settleAs -> List.of(),
                        Settlement.Insert::missing,
                        this::stopAt,
                        refused -> List.of()));
    }

    private List<Sequence> stopAt(Settlement.Diverged diverged) {
        flush();
        throw DivergedException.of(diverged);
    }

    /** Hands what has no row over; it is committed while the walk goes on. */
    private void handOver() {
        if (!waiting.isEmpty()) {
            inserts.insert(waiting);
            waiting = new WaitingInserts();
        }
    }

    /** Commits all that is decided and has no row yet. */
    private void flush() {
        handOver();
        inserts.await();
    }

    private void rememberPosition() {
        boolean isAtEnd = head.isPresent() && head.equals(ledger.log().head());
        if (isAtEnd && faults.isEmpty()) {
            store.inTransaction(tx -> {
                tx.moveTo(
                        ledger.log().position(),
                        ledger.log().head().orElseThrow().sequence());
                boundaries.identify(tx); // A store that was made is complete from here on.
                return true;
            });
        }
        progress.reached(read, through);
    }

    private OpenRefusal stoppedBy(Finding fault) {
        return new OpenRefusal.LogDamaged(
                List.of(fault),
                1,
                "replay stopped before " + fault
                        + ". The events before it are in the store; the log was not changed. Next:"
                        + " diptych verify, which lists all findings");
    }
}
