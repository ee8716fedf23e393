package dev.diptych.application.checkpoint;

/** The copies are not what a checkpoint or a proof could speak of. The message says all. */
final class CannotVouchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotVouchException(String message) {
        super(message);
    }

    /** The message, which is always there. */
    String message() {
        return String.valueOf(getMessage());
    }
}
