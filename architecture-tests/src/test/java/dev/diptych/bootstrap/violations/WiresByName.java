package dev.diptych.bootstrap.violations;

import dev.diptych.adapters.second.violations.ASecondAdapter;

/** A command that would work with our own adapters alone. */
public final class WiresByName {
    public ASecondAdapter adapter;
}
