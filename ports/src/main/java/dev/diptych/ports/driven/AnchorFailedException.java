package dev.diptych.ports.driven;

/** A checkpoint could not be copied to where it should be kept. The ledger is as it was. */
public final class AnchorFailedException extends PortException {
    private static final long serialVersionUID = 1L;

    public AnchorFailedException(String message) {
        super(message);
    }

    public AnchorFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
