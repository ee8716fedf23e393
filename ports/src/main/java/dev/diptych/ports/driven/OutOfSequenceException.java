package dev.diptych.ports.driven;

/** A batch does not continue the chain, or is not one whole batch. Nothing was written. */
public final class OutOfSequenceException extends PortException {
    private static final long serialVersionUID = 1L;

    public OutOfSequenceException(String message) {
        super(message);
    }

    public OutOfSequenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
