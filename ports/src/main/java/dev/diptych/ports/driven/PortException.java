package dev.diptych.ports.driven;

/**
 * The world failed, or a copy is not what it should be. One type for each condition that a caller can tell apart; the
 * message names the thing, the place, what was expected and found, what was changed, and what to do next.
 */
public abstract sealed class PortException extends RuntimeException
        permits OutOfSequenceException,
                LogNotWrittenException,
                LogReplacedException,
                LogOutcomeUnknownException,
                LogUnavailableException,
                DamagedCopyException,
                StoreBusyException,
                StoreFailedException,
                StoreConflictException,
                ForeignStoreException,
                UnknownStoreVersionException,
                OutdatedStoreException,
                NotOurTransactionException,
                SigningFailedException,
                KeysUnusableException,
                AnchorFailedException {
    private static final long serialVersionUID = 1L;

    PortException(String message) {
        super(message);
    }

    PortException(String message, Throwable cause) {
        super(message, cause);
    }
}
