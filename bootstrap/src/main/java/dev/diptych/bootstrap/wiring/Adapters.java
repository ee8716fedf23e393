package dev.diptych.bootstrap.wiring;

import dev.diptych.ports.driven.AdapterProvider;
import dev.diptych.ports.driven.LogAdapterProvider;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreAdapterProvider;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * The adapters on the class path, by the scheme of their URIs. A jar that registers an {@link AdapterProvider} is found
 * here without anything else being said.
 */
final class Adapters {
    private final List<LogAdapterProvider> logs = new ArrayList<>();
    private final List<StoreAdapterProvider> stores = new ArrayList<>();

    private Adapters(Iterable<AdapterProvider> providers) {
        for (AdapterProvider provider : providers) {
            if (provider instanceof LogAdapterProvider log) {
                logs.add(log);
            } else if (provider instanceof StoreAdapterProvider store) {
                stores.add(store);
            }
        }
    }

    /** All that are registered where Diptych itself was loaded from. */
    static Adapters onClassPath() {
        return new Adapters(ServiceLoader.load(AdapterProvider.class, Adapters.class.getClassLoader()));
    }

    static Adapters of(List<AdapterProvider> providers) {
        return new Adapters(providers);
    }

    /**
     * @throws IllegalArgumentException if no adapter, or more than one, answers to the scheme, or the URI names no place
     */
    LogProvider log(URI location, PayloadReader payloads) {
        return only(logs, location, "log").at(location, payloads);
    }

    /**
     * @throws IllegalArgumentException if no adapter, or more than one, answers to the scheme, or the URI names no place
     */
    StoreProvider store(URI location, PayloadReader payloads, StoreOptions options) {
        return only(stores, location, "store").at(location, payloads, options);
    }

    private static <A extends AdapterProvider> A only(List<A> adapters, URI location, String copy) {
        String scheme = location.getScheme();
        List<A> fitting = adapters.stream()
                .filter(adapter -> adapter.scheme().equals(scheme))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        TreeSet<String> known = new TreeSet<>();
        adapters.forEach(adapter -> known.add(adapter.scheme() + ":"));
        throw new IllegalArgumentException("the " + copy + " " + location + " needs one adapter for the scheme "
                + (scheme == null ? "before a colon, and it has none" : scheme + ", found " + fitting.size())
                + "; on the class path are " + known + ". Nothing was changed. Next: name the " + copy
                + " with one of these, or put the adapter's jar on the class path, once");
    }
}
