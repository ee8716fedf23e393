package dev.diptych.contracts.suites;

import java.nio.charset.StandardCharsets;

/** A part of a line in which a test damages one byte. */
public enum LineRegion {
    /** The sequence that the line claims. */
    SEQUENCE("{\"seq\":", 0),
    /** The event's id. */
    ID("\"id\":\"", 0),
    /** The hash of the event before. */
    PREVIOUS_HASH("\"prev_event_hash\":\"", 3),
    /** The hash of the envelope. */
    EVENT_HASH("\"event_hash\":\"", 3),
    /** The payload. */
    PAYLOAD("\"payload\":", 1),
    /** The LF. */
    LINE_END("", 0);

    private final String before;
    private final int further;

    LineRegion(String before, int further) {
        this.before = before;
        this.further = further;
    }

    /** Which byte of a line, counted from its start, a test damages. The line has its LF. */
    public int offsetIn(byte[] line) {
        if (this == LINE_END) {
            return line.length - 1;
        }
        String text = new String(line, StandardCharsets.ISO_8859_1);
        String from = this == PAYLOAD ? "\"event_hash\":\"" : "";
        return text.indexOf(before, text.indexOf(from)) + before.length() + further;
    }
}
