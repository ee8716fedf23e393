package dev.diptych.ports.driven;

/**
 * A place in a log, in words that only its adapter reads. The store keeps it as a hint where to begin reading; it is
 * never evidence.
 *
 * @param text at most 200 characters
 */
public record LogPosition(String text) {
    public LogPosition {
        if (text.isEmpty() || text.length() > 200) {
            throw new IllegalArgumentException("log position must have 1 to 200 characters, had " + text.length());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
