package dev.diptych.application.cutover.violations;

import dev.diptych.adapters.second.violations.ASecondAdapter;

/** A cutover that would work with this adapter alone. */
public final class KnowsAStoresAdapter {
    public ASecondAdapter adapter;
}
