package dev.diptych.application.violations;

import java.sql.ResultSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/** A use case that works on one kind of store alone. */
public final class TalksSql {
    public Jdbi jdbi;
    public DataSource source;
    public ResultSet rows;
    public SQLiteConfig config;
}
