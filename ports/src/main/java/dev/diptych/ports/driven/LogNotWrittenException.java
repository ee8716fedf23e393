package dev.diptych.ports.driven;

/** Nothing was written, the log is as it was, and a later append may succeed: the disk is full, for example. */
public final class LogNotWrittenException extends PortException {
    private static final long serialVersionUID = 1L;

    public LogNotWrittenException(String message) {
        super(message);
    }

    public LogNotWrittenException(String message, Throwable cause) {
        super(message, cause);
    }
}
