package dev.diptych.adapters.first.violations;

import dev.diptych.adapters.second.violations.ASecondAdapter;

/** An adapter that cannot be swapped without the other. */
public final class KnowsTheSecond {
    public ASecondAdapter other;
}
