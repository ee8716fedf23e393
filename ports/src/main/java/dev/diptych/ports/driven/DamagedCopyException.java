package dev.diptych.ports.driven;

/** A line or a row is no sound event. */
public final class DamagedCopyException extends PortException {
    private static final long serialVersionUID = 1L;

    public DamagedCopyException(String message) {
        super(message);
    }

    public DamagedCopyException(String message, Throwable cause) {
        super(message, cause);
    }
}
