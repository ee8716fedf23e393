package dev.diptych.domain.transaction.violations;

import org.jdbi.v3.core.Handle;

/** Rules of transactions that would be tied to the library of one adapter. */
public final class KnowsJdbi {
    public Handle handle;
}
