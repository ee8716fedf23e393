package dev.diptych.contracts.suites;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpeningReport;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.QueryStore.StoreWork;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreProvider.StorePresence;
import dev.diptych.ports.driven.StoreTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every driven port, and every fixture, implemented by doing nothing: whatever is handed in is accepted and answered as if
 * it had been done, every question is answered with as little as its type allows, and nothing is ever refused.
 */
final class Nothing {
    private static final EventHash NO_HASH = EventHash.of(new byte[32]);
    private static final StoreId NO_STORE = new StoreId("0".repeat(32));

    private static final Map<Class<?>, Object> ANSWERS = new HashMap<>(Map.ofEntries(
            Map.entry(boolean.class, false),
            Map.entry(int.class, 0),
            Map.entry(long.class, 0L),
            Map.entry(String.class, ""),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(OptionalLong.class, OptionalLong.empty()),
            Map.entry(List.class, List.of()),
            Map.entry(Sequence.class, Sequence.NONE),
            Map.entry(EventId.class, new EventId("nothing")),
            Map.entry(LogPosition.class, new LogPosition("nowhere")),
            Map.entry(EventPage.class, new EventPage(List.of(), Optional.empty())),
            Map.entry(ChainHead.class, new ChainHead(Sequence.NONE, NO_HASH)),
            Map.entry(BoundEnd.class, new BoundEnd.Committed()),
            Map.entry(LogLeft.class, LogLeft.NEVER_HELD),
            Map.entry(StoreIdentity.class, new StoreIdentity(Optional.empty(), NO_STORE, 1, 1, 1)),
            Map.entry(Path.class, Path.of("/")),
            Map.entry(Class.class, Object.class),
            Map.entry(Object.class, "nothing")));

    private Nothing() {}

    /** An implementation that can do everything, and does nothing. */
    static <T> T of(Class<T> type) {
        return proxy(type, true);
    }

    /** A fixture that says of everything it may that it cannot do it, and does nothing else either. */
    static <T> T unable(Class<T> type) {
        return proxy(type, false);
    }

    private static <T> T proxy(Class<T> type, boolean able) {
        InvocationHandler handler = (self, method, arguments) -> {
            Object[] given = arguments == null ? new Object[0] : arguments;
            if (!able && method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, given);
            }
            return answer(self, method, given);
        };
        return type.cast(Proxy.newProxyInstance(Nothing.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object answer(Object self, Method method, Object[] given) {
        Class<?> type = method.getReturnType();
        switch (method.getName()) {
            case "equals":
                return self == given[0];
            case "hashCode":
                return System.identityHashCode(self);
            case "toString":
                return "nothing";
            case "append":
                return headOf(given[0]);
            case "inTransaction":
                return ((StoreWork<?>) given[0]).in(of(StoreTransaction.class));
            case "next":
                return type == byte[].class ? new byte[(int) given[0]] : ANSWERS.get(type);
            default:
                break;
        }
        if (method.getName().startsWith("can")) {
            return true;
        }
        if (type == LogOpening.class) {
            return new LogOpening.LogOpened(
                    of(DurableLog.class),
                    new LogOpeningReport(Optional.empty(), LogLeft.NEVER_HELD, Optional.empty(), Optional.empty(), 0));
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord() && !ANSWERS.containsKey(type)) {
            return new StorePresence(false, false);
        }
        return type.isInterface() && !ANSWERS.containsKey(type) ? of(type) : ANSWERS.get(type);
    }

    /** Acknowledges: an implementation that does nothing is the kindest of all. */
    private static Object headOf(Object batch) {
        List<?> events = (List<?>) batch;
        return events.isEmpty() ? ANSWERS.get(ChainHead.class) : ((SealedEvent) events.get(events.size() - 1)).asHead();
    }
}
