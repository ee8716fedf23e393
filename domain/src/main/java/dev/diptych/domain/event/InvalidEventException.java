package dev.diptych.domain.event;

/**
 * A value that an event may not have. Nothing was written when this is thrown: values are refused as they are made.
 *
 * <p>The field, what is allowed and what was found are at hand apart from the message, for reports.
 */
public final class InvalidEventException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String expected;
    private final String found;

    public InvalidEventException(String field, String expected, String found) {
        super(field + ": expected " + expected + ", found " + found);
        this.field = field;
        this.expected = expected;
        this.found = found;
    }

    /** The key of the field on the line, for example {@code event_type}. */
    public String field() {
        return field;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
