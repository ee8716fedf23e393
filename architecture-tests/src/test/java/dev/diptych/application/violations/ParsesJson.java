package dev.diptych.application.violations;

import com.fasterxml.jackson.core.JsonFactory;

/** A second place that would decide how a line is read. */
public final class ParsesJson {
    public JsonFactory factory;
}
