package dev.diptych.application.cutover.violations;

import org.jdbi.v3.core.Handle;

/** A cutover that would be tied to the library of one adapter. */
public final class KnowsJdbi {
    public Handle handle;
}
