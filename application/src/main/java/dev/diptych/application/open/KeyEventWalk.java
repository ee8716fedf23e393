package dev.diptych.application.open;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.StoreReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The store's events about keys, of every type that there is, in the order of their sequence. Each type is read page by page
 * through the index of types, so that costs grow with the number of these events alone.
 */
final class KeyEventWalk {
    private static final int PAGE = 256;

    private final List<OfType> types = new ArrayList<>();
    private Optional<SealedEvent> event = Optional.empty();

    private KeyEventWalk() {}

    static KeyEventWalk over(StoreReader store) {
        KeyEventWalk walk = new KeyEventWalk();
        store.ownTypes().stream()
                .filter(type -> type.startsWith(KeyEvent.TYPE_PREFIX))
                .forEach(type -> walk.types.add(new OfType(store, new EventType(type))));
        return walk;
    }

    /**
     * @throws dev.diptych.ports.driven.DamagedCopyException if a row of these types is no sound event
     */
    boolean advance() {
        event = types.stream()
                .filter(type -> type.next().isPresent())
                .min(Comparator.comparingLong(type -> type.next().getAsLong()))
                .map(OfType::take);
        return event.isPresent();
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
