package dev.diptych.ports.driven;

/** What is there is not Diptych's, or belongs to another ledger. It was left as it is. */
public final class ForeignStoreException extends PortException {
    private static final long serialVersionUID = 1L;

    public ForeignStoreException(String message) {
        super(message);
    }

    public ForeignStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
