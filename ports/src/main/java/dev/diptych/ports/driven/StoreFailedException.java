package dev.diptych.ports.driven;

/** The store is damaged, absent, full, or may not be used. */
public final class StoreFailedException extends PortException {
    private static final long serialVersionUID = 1L;

    public StoreFailedException(String message) {
        super(message);
    }

    public StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
