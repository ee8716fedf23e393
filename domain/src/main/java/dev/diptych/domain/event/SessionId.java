package dev.diptych.domain.event;

/**
 * The session that an event belongs to: 1 to 128 code points without control characters.
 *
 * @param value the text, unescaped
 */
public record SessionId(String value) {
    public SessionId {
        EnvelopeText.require("session_id", value, EnvelopeText.CODE_POINTS_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
