package dev.diptych.application.verify;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventType;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the events before the beginning of a walk that announced a version of the line format. */
public final class EarlierAnnouncements {
    private static final EventType ANNOUNCING = new EventType("diptych.format.v1");

    private EarlierAnnouncements() {}

    /**
     * Those that both copies hold, through a sequence. A row that is no sound event announces nothing, as an unsound line
     * would not.
     */
    public static List<SealedEvent> through(long last, StoreReader store, LogReader log) {
        List<SealedEvent> found = new ArrayList<>();
        try {
            Optional<EventQuery> query = Optional.of(EventQuery.ALL.ofType(ANNOUNCING));
            while (query.isPresent()) {
                EventQuery asked = query.get();
                EventPage page = store.query(asked);
                page.events().stream()
                        .filter(event -> event.sequenceValue() <= last)
                        .filter(event ->
                                log.find(event.sequence()).filter(event::equals).isPresent())
                        .forEach(found::add);
                query = page.next().map(asked::beyond);
            }
        } catch (DamagedCopyException unsoundRow) {
            return found;
        }
        return found;
    }
}
