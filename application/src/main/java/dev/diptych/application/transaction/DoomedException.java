package dev.diptych.application.transaction;

/** Why a transaction may not be committed, where nothing was thrown that says so. */
final class DoomedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DoomedException(String why) {
        super(why);
    }
}
