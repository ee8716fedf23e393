package dev.diptych.domain.transaction.violations;

import java.sql.Connection;
import javax.sql.DataSource;

/** Rules of transactions that would work with a relational store alone. */
public final class KnowsJdbc {
    public Connection connection;
    public DataSource source;
}
