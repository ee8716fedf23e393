package dev.diptych.bootstrap.cli;

import java.util.Optional;

/** What an append came to so far. */
final class AppendTally {
    private long mirrored;
    private long alreadyRecorded;
    private long pending;
    private long refused;
    private long skipped;
    private Optional<String> pendingCause = Optional.empty();
    private int exitCode = ExitCodes.GOOD;

    void countMirrored() {
        mirrored++;
    }

    void countAlreadyRecorded() {
        alreadyRecorded++;
    }

    void countPending(String cause) {
        pending++;
        pendingCause = Optional.of(cause);
    }

    /** One event was refused and ended the append. */
    void countRefused(int code) {
        refused++;
        exitCode = code;
    }

    /** One event was refused and passed over. */
    void countSkipped() {
        skipped++;
        exitCode = ExitCodes.REFUSED;
    }

    /** The append was ended by something else than an event. */
    void endWith(int code) {
        exitCode = code;
    }

    /** Events that are durable now and were not before. */
    long appended() {
        return mirrored + pending;
    }

    long alreadyRecorded() {
        return alreadyRecorded;
    }

    long pending() {
        return pending;
    }

    long refused() {
        return refused;
    }

    long skipped() {
        return skipped;
    }

    /** Everything acknowledged. */
    long acknowledged() {
        return mirrored + alreadyRecorded + pending;
    }

    /** Why the last pending event is. */
    Optional<String> pendingCause() {
        return pendingCause;
    }

    int exitCode() {
        return exitCode;
    }
}
