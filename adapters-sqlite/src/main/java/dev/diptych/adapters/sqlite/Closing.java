package dev.diptych.adapters.sqlite;

/** Closes what is left when something else already failed. */
final class Closing {
    private Closing() {}

    /** Closes, and hangs what goes wrong on the failure that comes first. */
    static void suppressing(Throwable first, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception second) {
            first.addSuppressed(second);
        }
    }
}
