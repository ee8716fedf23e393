package dev.diptych.ports.driven;

import java.net.URI;

/** An adapter for stores. It has a public constructor without parameters. */
public non-sealed interface StoreAdapterProvider extends AdapterProvider {
    /**
     * The store at a place. Nothing is opened or made.
     *
     * @param location the URI with this adapter's scheme; what follows it is the adapter's own
     * @param payloads the judge of payloads, with the limits of the format
     * @param options what the caller allows
     * @throws IllegalArgumentException if the URI names no place or an unknown option
     */
    StoreProvider at(URI location, PayloadReader payloads, StoreOptions options);
}
