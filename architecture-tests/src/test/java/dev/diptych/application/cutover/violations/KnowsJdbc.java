package dev.diptych.application.cutover.violations;

import java.sql.Connection;
import javax.sql.DataSource;

/** A cutover that would work with a relational store alone. */
public final class KnowsJdbc {
    public Connection connection;
    public DataSource source;
}
