package dev.diptych.contracts.crash;

import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.stores.FaultyStores;
import dev.diptych.contracts.suites.StoreFixture.CallersTransaction;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.VerifyReport;
import java.util.List;
import java.util.Set;

/**
 * One ledger, at first not there, on a disk that outlives its processes, and the process that now runs on it. One thread.
 */
public interface CrashBench extends AutoCloseable {
    /** The store as the process that now runs sees it, and where its calls are counted and made to fail. */
    FaultyStores stores();

    /** Lets the calls on files of the process that now runs fail as the plan says. */
    void failFiles(FaultPlan plan);

    /** All calls on files of the process that now runs. */
    List<FileOperation> fileOperations();

    /** Opens the ledger for writing, in the process that now runs. */
    MirrorOpening open();

    /** Cuts over to a store at another place, in the process that now runs. */
    StoreCutoverAnswer cutOverStore();

    /** The ledger is opened with the store at the other place from here on. */
    void useOtherStore();

    /** Compares both copies in full. */
    VerifyReport verify();

    /** The log, for a look that nothing disturbs. */
    LogProvider log();

    /** The store, for a look that nothing disturbs. */
    StoreProvider store();

    /** The process dies, unless it has, and the next one runs, in which nothing fails. */
    void kill();

    /** Whether the power can be cut. */
    boolean canCutPower();

    /**
     * The power fails, and the next process runs, in which nothing fails.
     *
     * @param seed chooses what survives
     */
    void cutPower(long seed);

    /** What the medium of the store can do wrong at the COMMIT of a bound transaction, beyond what a port tells. */
    default List<String> commitFaults() {
        return List.of();
    }

    /** Lets it do that at the next one. */
    default void failNextBoundCommit(String fault) {
        throw new UnsupportedOperationException("this bench has no medium that does " + fault);
    }

    /** Keeps a value in the caller's own table, through a transaction's {@code unwrap}. */
    void put(Door door, String key);

    /** Begins a transaction as a caller of the mirror would, on a connection of its own. */
    CallersTransaction begin();

    /** Keeps a value in the caller's own table, through a transaction that {@link #begin} gave. */
    void put(CallersTransaction callers, String key);

    /** What the caller's own table has, as committed. */
    Set<String> callersKeys();

    @Override
    void close();

    /** {@code unwrap} of a transaction. */
    interface Door {
        <T> T unwrap(Class<T> type);
    }
}
