package dev.diptych.domain.transaction.violations;

import org.sqlite.SQLiteConfig;

/** Rules of transactions that would be tied to one database. */
public final class KnowsTheDriver {
    public SQLiteConfig configuration;
}
