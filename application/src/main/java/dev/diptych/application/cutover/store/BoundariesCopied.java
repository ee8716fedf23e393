package dev.diptych.application.cutover.store;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.event.EventType;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.StoreReader;
import java.util.List;
import java.util.Optional;

/**
 * What the boundaries that the candidate was given say of the epoch. The candidate has its own from the store before; a store
 * whose write-ahead log was lost may say an older one than its rows, and would have left the candidate with one that is taken.
 */
final class BoundariesCopied {
    private static final long AT_BIRTH = 1;
    private static final List<EventType> TYPES = List.of(SchemaCutover.TYPE, StoreCutover.TYPE);

    private BoundariesCopied() {}

    /**
     * @throws NotCutOverException if the candidate is not of the epoch behind its newest boundary
     */
    static void requireNextEpoch(StoreReader candidate) {
        long newest = TYPES.stream()
                .mapToLong(type -> newestEpoch(candidate, type))
                .max()
                .orElse(AT_BIRTH);
        long epoch = candidate.identity().epoch();
        if (epoch != newest + 1) {
            throw NotCutOverException.notQuiescent(
                    "the store that is to be left behind says that it is of epoch " + (epoch - 1)
                            + ", and the newest boundary in the log is of epoch " + newest
                            + ". The store was not touched. Next: diptych recover, which looks into that; then remove the candidate,"
                            + " and begin again");
        }
    }

    private static long newestEpoch(StoreReader candidate, EventType type) {
        EventQuery query = EventQuery.ALL.ofType(type).inOrder(EventQuery.Order.NEWEST_FIRST);
        for (Optional<EventQuery> next = Optional.of(query); next.isPresent(); ) {
            EventPage page = candidate.query(next.get());
            for (SealedEvent event : page.events()) {
                boolean happened = candidate
                        .row(event.sequence())
                        .filter(row -> !row.isVoid())
                        .isPresent();
                if (happened && BoundaryEvent.of(event).orElseThrow() instanceof BoundaryEvent.Known known) {
                    return known.epoch();
                }
            }
            next = page.next().map(query::beyond);
        }
        return AT_BIRTH;
    }
}
