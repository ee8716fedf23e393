package dev.diptych.domain.event;

/**
 * The trace that an event belongs to: 1 to 128 code points without control characters.
 *
 * @param value the text, unescaped
 */
public record TraceId(String value) {
    public TraceId {
        EnvelopeText.require("trace_id", value, EnvelopeText.CODE_POINTS_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
