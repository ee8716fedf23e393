package dev.diptych.contracts.violations;

import dev.diptych.adapters.second.violations.ASecondAdapter;

/** A contract that can be met by one adapter alone. */
public final class KnowsAnAdapter {
    public ASecondAdapter adapter;
}
