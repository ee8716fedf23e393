package dev.diptych.domain.transaction.violations;

import com.fasterxml.jackson.core.JsonParser;

/** Rules of transactions that would be tied to the library of another adapter. */
public final class KnowsJackson {
    public JsonParser parser;
}
