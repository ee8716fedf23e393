package dev.diptych.application.audit;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyHistory;
import dev.diptych.domain.keys.KeyStanding;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the part of a log that an audit takes on trust says of keys. The store's index of types says where these events are; what
 * they say is read from the log, and counts only if it is well signed, as anywhere else.
 */
final class EarlierKeyEvents {
    private final List<SealedEvent> events;

    private EarlierKeyEvents(List<SealedEvent> events) {
        this.events = events;
    }

    /** There are none before the first event. */
    static EarlierKeyEvents none() {
        return new EarlierKeyEvents(List.of());
    }

    /** Those through a sequence; empty if log and store do not agree on one of them, so that the store is no guide. */
    static Optional<EarlierKeyEvents> through(long last, StoreReader store, LogReader log) {
        List<SealedEvent> found = new ArrayList<>();
        try {
            for (String type : store.ownTypes()) {
                if (type.startsWith(KeyEvent.TYPE_PREFIX)) {
                    addOfType(new EventType(type), last, store, found);
                }
            }
        } catch (DamagedCopyException unsoundRow) {
            return Optional.empty();
        }
        boolean areInLog = found.stream()
                .allMatch(event ->
                        log.find(event.sequence()).filter(event::equals).isPresent());
        found.sort(Comparator.comparing(SealedEvent::sequence));
        return areInLog ? Optional.of(new EarlierKeyEvents(List.copyOf(found))) : Optional.empty();
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Whether this is one of them. */
    boolean contains(SealedEvent event) {
        return events.contains(event);
    }

    /** Who is trusted right before a sequence. */
    KeyHistory historyBefore(
            Sequence next, Optional<TrustedKeys> trusted, Optional<LedgerId> ledger, SignatureVerifier verifier) {
        KeyHistory history = KeyHistory.startingFrom(trusted);
        for (SealedEvent event : events) {
            if (event.sequence().compareTo(next) < 0) {
                history.apply(event, isGood(event, history, ledger, verifier));
            }
        }
        return history;
    }

    private static boolean isGood(
            SealedEvent event, KeyHistory history, Optional<LedgerId> ledger, SignatureVerifier verifier) {
        if (event.keyId().isEmpty() || ledger.isEmpty()) {
            return false;
        }
        return history.standing(event.keyId().get(), event) instanceof KeyStanding.Trusted by
                && verifier.verify(
                        by.key(),
                        LineSigning.message(ledger.get(), event.hash()),
                        event.signature().orElseThrow());
    }

    private static void addOfType(EventType type, long last, StoreReader store, List<SealedEvent> found) {
        Optional<EventQuery> query = Optional.of(EventQuery.ALL.ofType(type));
        while (query.isPresent()) {
            EventQuery asked = query.get();
            EventPage page = store.query(asked);
            page.events().stream()
                    .filter(event -> event.sequenceValue() <= last)
                    .forEach(found::add);
            query = page.next().filter(next -> next.value() < last).map(asked::beyond);
        }
    }
}
