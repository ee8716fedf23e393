package dev.diptych.ports.driven;

import java.net.URI;

/** An adapter for logs. It has a public constructor without parameters. */
public non-sealed interface LogAdapterProvider extends AdapterProvider {
    /**
     * The log at a place. Nothing is opened or made.
     *
     * @param location the URI with this adapter's scheme; what follows it is the adapter's own
     * @param payloads the judge of payloads, with the limits of the format
     * @throws IllegalArgumentException if the URI names no place or an unknown option
     */
    LogProvider at(URI location, PayloadReader payloads);
}
