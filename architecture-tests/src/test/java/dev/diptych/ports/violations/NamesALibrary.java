package dev.diptych.ports.violations;

import com.fasterxml.jackson.core.JsonParser;
import java.sql.Connection;

/** A port that would force Jackson and JDBC on everybody. */
public interface NamesALibrary {
    JsonParser parser();

    Connection connection();
}
