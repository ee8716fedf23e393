package dev.diptych.ports.driven;

/** A file of keys cannot be read, may be read by others, is encrypted otherwise than said, or says what is not understood. */
public final class KeysUnusableException extends PortException {
    private static final long serialVersionUID = 1L;

    public KeysUnusableException(String message) {
        super(message);
    }

    public KeysUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
