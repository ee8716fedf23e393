package dev.diptych.contracts.twins;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoredRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * What a twin store is kept on: it outlives the stores that are opened on it, and it is where a test cuts the power, kills
 * the process, edits rows, or makes the store busy, fail at any operation or stop there. Safe for use by many threads.
 *
 * <p>What is committed survives a kill. A power cut takes a part of what was committed since the store was closed last:
 * the newest commits, as many as the seed says. A bound commit survives it too, and so does what was committed before;
 * but not what came back after a failed force, nor anything behind it, before all was moved out of the database's own log.
 */
public final class TwinStoreDisk {
    /** What lies there. */
    private enum Content {
        NOTHING,
        OURS,
        FOREIGN
    }

    /** How far the log was followed. */
    record Followed(LogPosition position, long sequence) {}

    private final TwinStoreContents contents;
    private volatile TwinStoreGate gate = new TwinStoreGate();
    private Content content = Content.NOTHING;
    private Optional<TwinStoreCommitFault> boundFault = Optional.empty();
    private Optional<String> integrityProblem = Optional.empty();
    private Optional<Object> writer = Optional.empty();
    private Optional<Runnable> beforeCommit = Optional.empty();
    private boolean merged = true;
    private boolean failing;
    private boolean full;
    private boolean failingCheckpoint;
    private boolean shared;
    private int process = 1;
    private int busyTransactions;
    private int failingCommits;
    private boolean failedCommitsKeep;

    private TwinStoreDisk(TwinStoreContents contents) {
        this.contents = contents;
    }

    /** A place with nothing there. */
    public static TwinStoreDisk empty() {
        return new TwinStoreDisk(new TwinStoreContents());
    }

    /** The place as the application sees it. */
    public StoreProvider provider() {
        return new TwinStoreProvider(this);
    }

    /** A disk of its own with the same store, as it was committed. */
    synchronized TwinStoreDisk copied() {
        TwinStoreDisk copy = new TwinStoreDisk(contents.copied());
        copy.content = content;
        return copy;
    }

    // ---- what a test does to it

    /** The process dies; all stores opened before are dead, and what was committed stays. */
    public synchronized void kill() {
        die();
        contents.kill();
    }

    private void die() {
        process++;
        gate = new TwinStoreGate();
        writer = Optional.empty();
    }

    /** The power fails; some of the newest commits since the last close may be gone. */
    public synchronized void powerCut(long seed) {
        die();
        contents.powerCut(new Random(seed));
    }

    /** Takes the store away. */
    public synchronized void delete() {
        die();
        contents.clear();
        content = Content.NOTHING;
        merged = true;
    }

    /** Puts something there that is not Diptych's. */
    public synchronized void putForeign() {
        delete();
        content = Content.FOREIGN;
    }

    /** Makes it a store of another schema version. */
    public synchronized void setSchema(int version) {
        contents.setSchema(version);
    }

    /** Edits a row as a hand with a database shell would. */
    public synchronized void editRow(long sequence, RowColumn column, String value) {
        StoredRow row = requireRow(sequence);
        boolean isVoid = column == RowColumn.VOID ? value.equals("1") : row.isVoid();
        byte[] line = column == RowColumn.VOID ? row.line() : column.edit(row.line(), value);
        contents.remove(row);
        contents.put(new StoredRow(sequence, column == RowColumn.ID ? value : row.id(), line, isVoid));
    }

    /** Deletes a row as a hand with a database shell would. */
    public synchronized void deleteRow(long sequence) {
        contents.remove(requireRow(sequence));
    }

    /** Puts a row there as a hand with a database shell would. */
    public synchronized void putRow(SealedEvent event) {
        contents.put(rowOf(event, false));
    }

    /** Lets the next transactions end with {@link StoreBusyException}. */
    public synchronized void beBusyFor(int transactions) {
        busyTransactions = transactions;
    }

    /**
     * Lets the plan decide about each operation of this process from the next one on. A process that it stops has no effect
     * any more: all its calls throw {@link StoreFailedException} because of a {@link
     * dev.diptych.contracts.files.ProcessStoppedException}, until {@link #kill} or {@link #powerCut} makes room for the next
     * one, which follows no plan and counts anew.
     */
    public void failing(TwinStoreFaultPlan plan) {
        gate.follow(plan);
    }

    /** All operations of this process so far, in their order. */
    public List<TwinStoreOperation> operations() {
        return gate.operations();
    }

    /** Whether this process was stopped, here or elsewhere. */
    public boolean isStopped() {
        return gate.isStopped();
    }

    /** Runs once the plan stops this process: whatever else belongs to the process is to stop with it. */
    public void whenStopped(Runnable action) {
        gate.whenStopped(action);
    }

    /** Lets this process be dead here as soon as it is elsewhere. */
    public void diesWith(BooleanSupplier isStoppedElsewhere) {
        gate.diesWith(isStoppedElsewhere);
    }

    /** Lets every call fail, or none any more. */
    public synchronized void setFailing(boolean fails) {
        failing = fails;
    }

    /** Lets the next commits fail, without effect. */
    public synchronized void failCommits(int count) {
        failingCommits = count;
        failedCommitsKeep = false;
    }

    /** Lets the next commits be reported as failed although they took effect. */
    public synchronized void failCommitsAfterTheyTookEffect(int count) {
        failingCommits = count;
        failedCommitsKeep = true;
    }

    /** Lets the next commit of a bound transaction go wrong. */
    public synchronized void failNextBoundCommit(TwinStoreCommitFault fault) {
        boundFault = Optional.of(fault);
    }

    /** Lets the next full checkpoint fail. */
    public synchronized void failNextCheckpoint() {
        failingCheckpoint = true;
    }

    /** Lets others write there too, or nobody else. */
    public synchronized void setShared(boolean isShared) {
        shared = isShared;
    }

    /** Leaves no room for anything that is written, or makes room again. */
    public synchronized void setFull(boolean isFull) {
        full = isFull;
    }

    /** Writes over the pinned answer as a hand with a database shell would. */
    public synchronized void editPinned(String text) {
        contents.pin(text);
    }

    /** Runs once, on the committing thread, right before the next commit. */
    public synchronized void beforeNextCommit(Runnable action) {
        beforeCommit = Optional.of(action);
    }

    /** Lets the integrity check find this. */
    public synchronized void setIntegrityProblem(String problem) {
        integrityProblem = Optional.of(problem);
    }

    /** A transaction that a caller of the mirror began on a connection of its own. */
    public TwinCallersTransaction begin() {
        return TwinCallersTransaction.begin(this);
    }

    /** What callers keep beside the events, as committed. */
    public synchronized Map<String, String> callersValues() {
        return contents.callersValues();
    }

    // ---- what stores do with it

    synchronized int process() {
        return process;
    }

    synchronized boolean isThere() {
        return content != Content.NOTHING;
    }

    synchronized boolean isForeign() {
        return content == Content.FOREIGN;
    }

    synchronized boolean isMerged() {
        return merged;
    }

    synchronized int schema() {
        return contents.schema();
    }

    void make(StoreId id, long epoch) {
        gate.pass(Kind.CREATE, () -> makeNow(id, epoch));
    }

    private synchronized void makeNow(StoreId id, long epoch) {
        content = Content.OURS;
        contents.make(id, epoch);
    }

    /** Closes what {@code ofProcess} has open. */
    synchronized void merge(int ofProcess) {
        if (ofProcess == process && !gate.isStopped()) {
            gate.pass(Kind.CLOSE, () -> {
                merged = true;
                contents.forced();
            });
        }
    }

    TwinStoreGate gate() {
        return gate;
    }

    synchronized void requireWorking() {
        gate.requireAlive();
        if (failing) {
            throw new StoreFailedException(
                    "the store in memory was told to fail. Nothing was changed. Next: let it work again");
        }
        if (content != Content.OURS) {
            throw new StoreFailedException("there is no store in memory. Nothing was changed. Next: create one");
        }
    }

    synchronized StoreIdentity identity() {
        TwinStoreContents.Identity identity = contents.identity();
        return new StoreIdentity(
                identity.ledger(), identity.store().orElseThrow(), 1, contents.schema(), identity.epoch());
    }

    synchronized Optional<Followed> followed() {
        return contents.followed();
    }

    synchronized Optional<String> pinned() {
        return contents.pinned();
    }

    synchronized boolean isFull() {
        return full;
    }

    synchronized Optional<String> integrityProblem() {
        return integrityProblem;
    }

    synchronized boolean isShared() {
        return shared;
    }

    synchronized int rowCount() {
        return contents.rowCount();
    }

    synchronized long tagCount() {
        long tags = 0;
        for (StoredRow row : contents.rows()) {
            tags += TwinQuery.tagCount(row);
        }
        return tags;
    }

    synchronized Optional<Attestation> attestation(long sequence) {
        return contents.attestation(sequence);
    }

    synchronized Optional<StoredRow> row(long sequence) {
        return contents.row(sequence);
    }

    synchronized Optional<StoredRow> row(String id) {
        return contents.row(id);
    }

    synchronized long highest() {
        return contents.highest();
    }

    /** At most {@code limit} rows behind {@code after} through {@code through}. */
    synchronized List<StoredRow> page(long after, long through, int limit) {
        return contents.page(after, through, limit);
    }

    synchronized void takeWriter(Kind beginning, Object connection) {
        requireWorking();
        gate.pass(beginning, () -> {});
        takeWriter(connection);
    }

    synchronized void takeWriter(Object connection) {
        requireWorking();
        if (busyTransactions > 0 || writer.isPresent()) {
            busyTransactions = Math.max(0, busyTransactions - 1);
            throw new StoreBusyException(
                    "the store in memory is held by another writer. Nothing was changed. Next: try again when it has ended");
        }
        writer = Optional.of(connection);
    }

    synchronized void releaseWriter(Object connection) {
        writer = writer.filter(holder -> !holder.equals(connection));
    }

    void commit(TwinChanges changes) {
        takeBeforeCommit().ifPresent(Runnable::run);
        gate.pass(Kind.COMMIT, () -> commitNow(changes));
    }

    private synchronized Optional<Runnable> takeBeforeCommit() {
        Optional<Runnable> action = beforeCommit;
        beforeCommit = Optional.empty();
        return action;
    }

    private synchronized void commitNow(TwinChanges changes) {
        requireWorking();
        boolean fails = failingCommits > 0;
        failingCommits -= fails ? 1 : 0;
        if (!fails || failedCommitsKeep) {
            contents.commit(changes);
            merged = false;
        }
        if (fails) {
            throw new StoreFailedException(
                    "the store in memory was told to fail at COMMIT. Next: read what became of it");
        }
    }

    /** Commits for good, or answers what went wrong. */
    Optional<TwinStoreCommitFault> commitBound(Object holder, TwinChanges changes) {
        takeBeforeCommit().ifPresent(Runnable::run);
        requireHolder(holder);
        Optional<TwinStoreFault> fault = gate.fault(Kind.COMMIT_BOUND, () -> commitBoundNow(holder, changes));
        if (fault.isEmpty()) {
            return commitBoundNow(holder, changes);
        }
        if (fault.get().takesEffect()) {
            commitBoundNow(holder, changes);
            return Optional.of(TwinStoreCommitFault.KEPT);
        }
        return Optional.of(TwinStoreCommitFault.NOT_KEPT);
    }

    private synchronized void requireHolder(Object holder) {
        if (!writer.map(holder::equals).orElse(false)) {
            throw new IllegalStateException("the process that began this transaction has died");
        }
    }

    private synchronized Optional<TwinStoreCommitFault> commitBoundNow(Object holder, TwinChanges changes) {
        requireHolder(holder);
        Optional<TwinStoreCommitFault> fault = failing ? Optional.of(TwinStoreCommitFault.NOT_KEPT) : boundFault;
        boundFault = Optional.empty();
        if (fault.isEmpty() || fault.get().isKeptAtOnce()) {
            contents.commitForced(changes);
            merged = false;
        } else if (fault.get().comesBack()) {
            contents.leaveOver(changes);
            merged = false;
        }
        return fault;
    }

    void checkpointFully() {
        gate.pass(Kind.CHECKPOINT, this::checkpointNow);
    }

    private synchronized void checkpointNow() {
        if (failingCheckpoint) {
            failingCheckpoint = false;
            throw new StoreFailedException(
                    "the store in memory was told to fail at the next full checkpoint. Next: open it again");
        }
        contents.forced();
    }

    static StoredRow rowOf(SealedEvent event, boolean isVoid) {
        return new StoredRow(event.sequenceValue(), event.id().value(), event.toLine(), isVoid);
    }

    private StoredRow requireRow(long sequence) {
        return row(sequence)
                .orElseThrow(() -> new IllegalArgumentException("there is no row with sequence " + sequence));
    }
}
