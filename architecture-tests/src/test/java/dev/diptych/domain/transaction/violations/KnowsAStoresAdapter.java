package dev.diptych.domain.transaction.violations;

import dev.diptych.adapters.second.violations.ASecondAdapter;

/** Rules of transactions that would work with this adapter alone. */
public final class KnowsAStoresAdapter {
    public ASecondAdapter adapter;
}
