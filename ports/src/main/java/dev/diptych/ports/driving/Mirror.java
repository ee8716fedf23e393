package dev.diptych.ports.driving;

/**
 * A ledger, opened for writing: both copies, held by this one writer until it is closed. Any number of threads.
 *
 * <p>Whom to trust is asked once, on opening; what the ledger itself says of keys is followed as it is appended.
 *
 * <p>After {@link #close} every other method throws {@link IllegalStateException}.
 */
public interface Mirror
        extends AppendEvents,
                AppendSignedEvents,
                RunTransactions,
                CutOver,
                ManageKeys,
                DecideAppends,
                MirrorEvent,
                VerifyParity,
                FindEvents,
                AutoCloseable {
    /** What opening found and did. */
    OpeningReport opening();

    /** How far the ledger is, by what this writer knows; asks neither copy. */
    MirrorState state();

    /**
     * Lets the appends that were handed in end, then closes store and log and lets the next writer in. A second call does
     * nothing. When this returns, everything acknowledged is durable in the log, and the store was closed properly if the
     * state then says so.
     */
    @Override
    void close();
}
