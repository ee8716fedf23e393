package dev.diptych.ports.driving;

import java.time.Duration;

/**
 * How a transaction runs.
 *
 * @param timeMax how long it may take, from BEGIN until the work ends; then it is doomed, and a statement that runs is
 *     interrupted where the adapter can do that
 * @param checksReferences whether references between tables are enforced while it runs; if not, all of them are checked
 *     before it is committed
 */
public record TransactionOptions(Duration timeMax, boolean checksReferences) {
    /** One minute, references enforced. */
    public static final TransactionOptions DEFAULT = new TransactionOptions(Duration.ofMinutes(1), true);

    public TransactionOptions {
        if (timeMax.isNegative() || timeMax.isZero()) {
            throw new IllegalArgumentException("the time of a transaction must be more than none, was " + timeMax);
        }
    }

    public TransactionOptions withTimeMax(Duration given) {
        return new TransactionOptions(given, checksReferences);
    }

    /** References are checked as a whole at the end, for work that makes a table anew. */
    public TransactionOptions foreignKeysOff() {
        return new TransactionOptions(timeMax, false);
    }
}
