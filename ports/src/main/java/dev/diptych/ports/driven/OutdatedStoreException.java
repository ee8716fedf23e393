package dev.diptych.ports.driven;

/** The store is of an older schema than the one this program writes. It can be read, and brought up to date by a cutover. */
public final class OutdatedStoreException extends PortException {
    private static final long serialVersionUID = 1L;

    public OutdatedStoreException(String message) {
        super(message);
    }
}
