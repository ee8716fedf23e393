package dev.diptych.bootstrap.cli;

/** Work that can be begun again at any time was ended by a signal. */
final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String task) {
        super(task + " was stopped by a signal; what was done so far is sound. Next: run the command again");
    }
}
