package dev.diptych.application.violations;

import dev.diptych.adapters.second.violations.ASecondAdapter;

/** A use case that runs on one adapter alone. */
public final class NamesAnAdapter {
    public ASecondAdapter adapter;
}
