package dev.diptych.application.cutover.violations;

import org.sqlite.SQLiteConfig;

/** A cutover that would be tied to one database. */
public final class KnowsTheDriver {
    public SQLiteConfig configuration;
}
