package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * What to restore.
 *
 * @param backup the backup's directory
 * @param parts which copies
 * @param consent how many acknowledged events may be lost
 * @param lost is given the sequence and the line, without its LF, of each event that is lost, before it is
 * @param progress is told how far the work is
 */
public record RestoreRequest(
        Path backup, Parts parts, Consent consent, BiConsumer<Sequence, byte[]> lost, Progress progress) {
    private static final BiConsumer<Sequence, byte[]> NOBODY = (sequence, line) -> {};

    /** Both copies, losing nothing. */
    public static RestoreRequest bothCopies(Path backup) {
        return new RestoreRequest(backup, Parts.BOTH, Consent.NONE, NOBODY, Progress.UNSEEN);
    }

    /** The store alone; the log stays, and what the store then lacks is rolled forward from it. */
    public static RestoreRequest storeOnly(Path backup) {
        return new RestoreRequest(backup, Parts.STORE, Consent.NONE, NOBODY, Progress.UNSEEN);
    }

    public RestoreRequest consenting(Consent given) {
        return new RestoreRequest(backup, parts, given, lost, progress);
    }

    public RestoreRequest tellingLostTo(BiConsumer<Sequence, byte[]> listener) {
        return new RestoreRequest(backup, parts, consent, listener, progress);
    }

    public RestoreRequest tellingProgressTo(Progress listener) {
        return new RestoreRequest(backup, parts, consent, lost, listener);
    }

    /** Which copies are replaced. */
    public enum Parts {
        BOTH,
        STORE
    }

    /**
     * How many acknowledged events may be lost: a number that must be the true one, so that nobody loses more than was looked
     * at.
     *
     * @param events the number; empty where it cannot be told, because the ledger is damaged, and all of it may be lost
     */
    public record Consent(OptionalLong events) {
        /** None may be lost. */
        public static final Consent NONE = new Consent(OptionalLong.of(0));

        /** However many there are, where that cannot be told. */
        public static final Consent UNKNOWN_NUMBER = new Consent(OptionalLong.empty());

        public static Consent toLose(long events) {
            return new Consent(OptionalLong.of(events));
        }
    }
}
