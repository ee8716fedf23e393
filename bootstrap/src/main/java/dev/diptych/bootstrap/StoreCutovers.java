package dev.diptych.bootstrap;

import dev.diptych.ports.driving.CutOverStore;
import java.net.URI;

/** The cutovers of one ledger to other stores, for whoever has an injector. {@link Diptych#cutOverStore} is one of them. */
@FunctionalInterface
public interface StoreCutovers {
    /**
     * The cutover to the store at another place. Nothing is read or made yet.
     *
     * @param to a URI whose scheme names its adapter
     * @throws IllegalArgumentException if no adapter answers to the URI, or it names a file among those of the ledger's directory
     */
    CutOverStore to(URI to);
}
