package dev.diptych.ports.driven;

/** A sequence or an id is taken. Nothing was changed. */
public final class StoreConflictException extends PortException {
    private static final long serialVersionUID = 1L;

    public StoreConflictException(String message) {
        super(message);
    }

    public StoreConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
