package dev.diptych.ports.driven;

/** What lies at the log's place is no longer the log that was opened. Nothing was written. */
public final class LogReplacedException extends PortException {
    private static final long serialVersionUID = 1L;

    public LogReplacedException(String message) {
        super(message);
    }

    public LogReplacedException(String message, Throwable cause) {
        super(message, cause);
    }
}
