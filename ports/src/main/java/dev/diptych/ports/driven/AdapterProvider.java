package dev.diptych.ports.driven;

/**
 * What an adapter's jar registers with {@link java.util.ServiceLoader}, under the name of this interface, so that it is
 * found by the scheme of a URI such as {@code jsonl:data/log} or {@code sqlite:data/store.db}.
 */
public sealed interface AdapterProvider permits LogAdapterProvider, StoreAdapterProvider {
    /** The scheme that this adapter answers to, lower case. */
    String scheme();
}
