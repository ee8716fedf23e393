package dev.diptych.application.violations;

import dev.diptych.bootstrap.violations.WiresByName;

/** A use case that cannot be had without the command line. */
public final class KnowsTheBootstrap {
    public WiresByName wiring;
}
