package dev.diptych.ports.driven;

/** A force failed, or cutting back a half-written batch did. Whether the batch is durable is not known until the log is opened again. */
public final class LogOutcomeUnknownException extends PortException {
    private static final long serialVersionUID = 1L;

    public LogOutcomeUnknownException(String message) {
        super(message);
    }

    public LogOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
