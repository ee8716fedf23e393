package dev.diptych.bootstrap.cli;

/** Ends a command with a message for its user and an exit code. Not a fault of the program. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String word;

    private CommandFailure(int exitCode, String word, String message) {
        super(message);
        this.exitCode = exitCode;
        this.word = word;
    }

    static CommandFailure usage(String message) {
        return new CommandFailure(ExitCodes.USAGE, "usage", message);
    }

    static CommandFailure refused(String message) {
        return new CommandFailure(ExitCodes.REFUSED, "refused", message);
    }

    static CommandFailure precondition(String message) {
        return new CommandFailure(ExitCodes.PRECONDITION, "precondition", message);
    }

    /** @param word what went wrong, as JSON reports spell it, such as {@code ledger_locked} */
    static CommandFailure of(int exitCode, String word, String message) {
        return new CommandFailure(exitCode, word, message);
    }

    int exitCode() {
        return exitCode;
    }

    String word() {
        return word;
    }
}
