package dev.diptych.application.open;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The store's events of some of the ledger's own types, in the order of their sequence, without those that are void. Each
 * type is read page by page through the index of types, so that costs grow with the number of these events alone.
 */
final class OwnEventWalk {
    private static final int PAGE = 256;

    private final StoreReader store;
    private final List<OfType> types = new ArrayList<>();
    private Optional<SealedEvent> event = Optional.empty();

    private OwnEventWalk(StoreReader store, Predicate<EventType> isMeant) {
        this.store = store;
        store.ownTypes().stream()
                .map(EventType::new)
                .filter(isMeant)
                .forEach(type -> types.add(new OfType(store, type)));
    }

    /** What the ledger says of keys. */
    static OwnEventWalk aboutKeys(StoreReader store) {
        return new OwnEventWalk(store, type -> type.value().startsWith(KeyEvent.TYPE_PREFIX));
    }

    /** The boundaries at which authority moved, and the one of which nothing is told yet, if its row is there. */
    static OwnEventWalk ofBoundaries(StoreReader store) {
        return new OwnEventWalk(store, BoundaryEvent::isBoundary);
    }

    /**
     * @throws dev.diptych.ports.driven.DamagedCopyException if a row of these types is no sound event
     */
    boolean advance() {
        do {
            event = types.stream()
                    .filter(type -> type.next().isPresent())
                    .min(Comparator.comparingLong(type -> type.next().getAsLong()))
                    .map(OfType::take);
        } while (event.filter(this::isVoid).isPresent());
        return event.isPresent();
    }

    private boolean isVoid(SealedEvent met) {
        return met.isBound()
                && store.row(met.sequence()).filter(StoredRow::isVoid).isPresent();
    }

    SealedEvent event() {
        return event.orElseThrow();
    }

    /** The events of one type. */
    private static final class OfType {
        private final StoreReader store;
        private EventQuery query;
        private List<SealedEvent> page = List.of();
        private int at;
        private boolean isLast;

        OfType(StoreReader store, EventType type) {
            this.store = store;
            this.query = EventQuery.ALL.ofType(type).limitedTo(PAGE);
        }

        OptionalLong next() {
            while (at == page.size() && !isLast) {
                EventPage read = store.query(query);
                page = read.events();
                at = 0;
                isLast = read.next().isEmpty();
                read.next().ifPresent(sequence -> query = query.beyond(sequence));
            }
            return at < page.size() ? OptionalLong.of(page.get(at).sequenceValue()) : OptionalLong.empty();
        }

        SealedEvent take() {
            return page.get(at++);
        }
    }
}
