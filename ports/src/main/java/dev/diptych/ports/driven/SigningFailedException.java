package dev.diptych.ports.driven;

/** A key could not sign. Nothing was written. */
public final class SigningFailedException extends PortException {
    private static final long serialVersionUID = 1L;

    public SigningFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
