package dev.diptych.ports.driven;

/** Another writer kept the store for too long. Nothing was changed. */
public final class StoreBusyException extends PortException {
    private static final long serialVersionUID = 1L;

    public StoreBusyException(String message) {
        super(message);
    }

    public StoreBusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
