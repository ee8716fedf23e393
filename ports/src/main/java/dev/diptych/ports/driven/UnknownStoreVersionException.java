package dev.diptych.ports.driven;

/** Only a newer program understands this store. It was left as it is. */
public final class UnknownStoreVersionException extends PortException {
    private static final long serialVersionUID = 1L;

    public UnknownStoreVersionException(String message) {
        super(message);
    }

    public UnknownStoreVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
