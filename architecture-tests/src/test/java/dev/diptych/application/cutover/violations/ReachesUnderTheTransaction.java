package dev.diptych.application.cutover.violations;

import com.fasterxml.jackson.core.JsonParser;
import com.google.inject.Injector;
import dev.diptych.adapters.second.violations.ASecondAdapter;
import java.sql.Connection;
import org.jdbi.v3.core.Handle;

/** A cutover that would be tied to this store and to this container. */
public final class ReachesUnderTheTransaction {
    public ASecondAdapter adapter;
    public Handle handle;
    public Connection connection;
    public JsonParser parser;
    public Injector injector;
}
