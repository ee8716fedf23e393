package dev.diptych.ports.driven;

/** The object given is not a running transaction on this store. */
public final class NotOurTransactionException extends PortException {
    private static final long serialVersionUID = 1L;

    public NotOurTransactionException(String message) {
        super(message);
    }

    public NotOurTransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
