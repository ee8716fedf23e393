package dev.diptych.application.cutover;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.ShowCutovers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the boundaries of a ledger: mirrored ones in the store, by its index of types, and younger ones in the log. What became of
 * one bound to a transaction, the log alone tells, a few lines behind it; the rows of an undecided one may still change.
 */
public final class BoundaryHistory implements ShowCutovers {
    private static final List<EventType> TYPES = List.of(SchemaCutover.TYPE, StoreCutover.TYPE);

    private final LogProvider log;
    private final StoreProvider store;

    public BoundaryHistory(LogProvider log, StoreProvider store) {
        this.log = log;
        this.store = store;
    }

    @Override
    public History show() {
        boolean hasStore = store.presence().exists();
        boolean hasLog = log.presence() != LogProvider.LogPresence.ABSENT;
        if (!hasLog) {
            throw new LogUnavailableException("there is no log, which alone tells what became of a cutover. Nothing was"
                    + " changed. Next: see that the directory is the right one");
        }
        try (LogReader lines = log.openForReading()) {
            return hasStore ? ofBoth(lines) : new History(Optional.empty(), ofLog(lines, Sequence.NONE));
        }
    }

    /** The store first: whatever it lacks when it is asked, the log has behind the store's newest event of that moment. */
    private History ofBoth(LogReader lines) {
        try (StoreReader rows = store.openForReading()) {
            Sequence mirrored = rows.highestSequence();
            List<Boundary> found = new ArrayList<>();
            for (EventType type : TYPES) {
                addMirrored(rows, type, mirrored, lines, found);
            }
            found.addAll(ofLog(lines, mirrored));
            found.sort(Comparator.comparing(Boundary::at));
            return new History(Optional.of(rows.identity().epoch()), found);
        }
    }

    private static void addMirrored(
            StoreReader rows, EventType type, Sequence through, LogReader lines, List<Boundary> found) {
        EventQuery query = EventQuery.ALL.ofType(type);
        for (Optional<EventQuery> next = Optional.of(query); next.isPresent(); ) {
            EventPage page = rows.query(next.get());
            page.events().stream()
                    .filter(event -> !event.sequence().isAfter(through))
                    .forEach(event -> boundary(event, lines).ifPresent(found::add));
            next = page.next().map(query::beyond);
        }
    }

    private static List<Boundary> ofLog(LogReader lines, Sequence after) {
        List<Boundary> found = new ArrayList<>();
        try (EventCursor cursor = lines.after(after)) {
            while (cursor.advance()) {
                boundary(cursor.event(), lines).ifPresent(found::add);
            }
        }
        return found;
    }

    /** One in place is bound to its transaction; one of a store is not, and its line alone is the commit point. */
    private static Optional<Boundary> boundary(SealedEvent event, LogReader lines) {
        if (!BoundaryEvent.isBoundary(event.type())) {
            return Optional.empty();
        }
        Outcome outcome = event.isBound() ? outcome(event.sequence(), lines) : Outcome.COMMITTED;
        return BoundaryEvent.of(event)
                .map(says -> new Boundary(AppendReceipt.of(event), event.recordedAt(), says, outcome));
    }

    private static Outcome outcome(Sequence bound, LogReader lines) {
        try (EventCursor cursor = lines.after(bound)) {
            while (cursor.advance()) {
                if (!cursor.event().isBound()) {
                    return OutcomeEvent.of(cursor.event())
                            .filter(OutcomeRecord.class::isInstance)
                            .map(OutcomeRecord.class::cast)
                            .filter(told -> !told.first().isAfter(bound) && !bound.isAfter(told.last()))
                            .map(told -> told.outcome().isVoiding() ? Outcome.ABORTED : Outcome.COMMITTED)
                            .orElse(Outcome.UNDECIDED);
                }
            }
        }
        return Outcome.UNDECIDED;
    }
}
