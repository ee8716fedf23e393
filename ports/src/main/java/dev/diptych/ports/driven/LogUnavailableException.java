package dev.diptych.ports.driven;

/** The log is not there, may not be used, or its medium failed. Nothing that was durable is lost. */
public final class LogUnavailableException extends PortException {
    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message) {
        super(message);
    }

    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
