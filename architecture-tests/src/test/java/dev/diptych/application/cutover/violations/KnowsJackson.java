package dev.diptych.application.cutover.violations;

import com.fasterxml.jackson.core.JsonParser;

/** A cutover that would be tied to the library of another adapter. */
public final class KnowsJackson {
    public JsonParser parser;
}
