package dev.diptych.bootstrap.crash;

import dev.diptych.adapters.jsonl.JacksonPayloadReader;
import dev.diptych.adapters.jsonl.JsonlAdapter;
import dev.diptych.adapters.sqlite.SqliteAdapter;
import dev.diptych.application.MirrorApplication;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.bootstrap.wiring.Parts;
import dev.diptych.contracts.crash.CrashBench;
import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.stores.FaultyStores;
import dev.diptych.contracts.suites.StoreFixture.CallersTransaction;
import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A ledger on the real adapters: the log's above a file system in memory that can be stopped at any call, SQLite's on a real
 * directory. A process that dies leaves the directory as it is at that moment: another process copies it, and the next one
 * works on the copy.
 */
final class RealCrashBench implements CrashBench {
    private static final AtomicInteger BENCHES = new AtomicInteger();
    private static final String OTHER = "other/store.db";
    private static final PayloadReader PAYLOADS = new JacksonPayloadReader(Limits.FORMAT);

    private final Path directory;
    private final String log;
    private final List<Handle> callers = new ArrayList<>();
    private CrashingFiles files = CrashingFiles.onEmptyDisk().ignoringInterrupts();
    private FaultyStores stores;
    private String current = "store.db";
    private int lives;

    private RealCrashBench(Path parent) {
        int number = BENCHES.incrementAndGet();
        this.directory = parent.resolve("bench" + number);
        this.log = "/bench" + number + "/ledger/log";
        try {
            Files.createDirectories(life());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        next();
    }

    static RealCrashBench in(Path parent) {
        return new RealCrashBench(parent);
    }

    private Path life() {
        return directory.resolve("life" + lives);
    }

    private Path database() {
        return life().resolve(current);
    }

    @Override
    public FaultyStores stores() {
        return stores;
    }

    /** A process that was stopped in its store writes no file any more. */
    @Override
    public void failFiles(FaultPlan plan) {
        FaultPlan dead = operation -> stores.isStopped() ? Optional.of(Fault.STOP_BEFORE) : Optional.empty();
        files.failing(dead.and(plan));
    }

    @Override
    public List<FileOperation> fileOperations() {
        return files.operations();
    }

    @Override
    public MirrorOpening open() {
        return application(stores.provider()).openMirror().open();
    }

    @Override
    public StoreCutoverAnswer cutOverStore() {
        return application(stores.provider())
                .cutOverStore(stores.alsoAt(storeAt(life().resolve(OTHER))))
                .cutOver(StoreCutoverWatch.UNSEEN);
    }

    @Override
    public void useOtherStore() {
        current = OTHER;
        next();
    }

    @Override
    public VerifyReport verify() {
        return application(store()).verifyParity().verify(VerifyRequest.full());
    }

    private MirrorApplication application(StoreProvider store) {
        return Parts.application(LedgerConfiguration.in(life()), log(), store);
    }

    @Override
    public LogProvider log() {
        return JsonlAdapter.over(files).at(URI.create("jsonl:" + log), PAYLOADS);
    }

    @Override
    public StoreProvider store() {
        return storeAt(database());
    }

    private static StoreProvider storeAt(Path file) {
        return new SqliteAdapter()
                .at(URI.create("sqlite:" + file + "?busyTimeoutMillis=5000"), PAYLOADS, StoreOptions.OWN);
    }

    @Override
    public void kill() {
        Path before = life();
        lives++;
        copy(before, life());
        stores.abandon();
        callers.forEach(Handle::close);
        callers.clear();
        files = files.afterKill();
        next();
    }

    @Override
    public boolean canCutPower() {
        return false;
    }

    @Override
    public void cutPower(long seed) {
        throw new UnsupportedOperationException("what a kernel holds of a database cannot be taken away from here");
    }

    private void next() {
        stores = FaultyStores.over(store(), () -> files.isStopped());
        failFiles(FaultPlan.NONE);
    }

    /** By another process: this one must not open the files of a database that it holds. */
    private static void copy(Path from, Path to) {
        try {
            int left = new ProcessBuilder("cp", "-r", from.toString(), to.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (left != 0) {
                throw new IllegalStateException("cp left " + left);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void put(Door door, String key) {
        put(door.unwrap(Handle.class), key);
    }

    private static void put(Handle handle, String key) {
        handle.execute("CREATE TABLE IF NOT EXISTS callers (k PRIMARY KEY)");
        handle.execute("INSERT OR REPLACE INTO callers VALUES (?)", key);
    }

    @Override
    public CallersTransaction begin() {
        Handle handle = Jdbi.create("jdbc:sqlite:" + database()).open();
        callers.add(handle);
        handle.execute("PRAGMA busy_timeout = 0");
        handle.execute("BEGIN IMMEDIATE");
        return new CallersTransaction() {
            @Override
            public Object given() {
                return handle;
            }

            @Override
            public void commit() {
                end("COMMIT");
            }

            @Override
            public void rollback() {
                end("ROLLBACK");
            }

            private void end(String statement) {
                handle.execute(statement);
                handle.close();
                callers.remove(handle);
            }
        };
    }

    @Override
    public void put(CallersTransaction caller, String key) {
        put((Handle) caller.given(), key);
    }

    @Override
    public Set<String> callersKeys() {
        return Jdbi.create("jdbc:sqlite:" + database()).withHandle(handle -> {
            boolean isThere = handle.createQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'callers'")
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            return isThere
                    ? new HashSet<>(handle.createQuery("SELECT k FROM callers")
                            .mapTo(String.class)
                            .list())
                    : Set.of();
        });
    }

    @Override
    public void close() {
        stores.abandon();
        callers.forEach(Handle::close);
        remove();
    }

    private void remove() {
        try (var found = Files.walk(directory)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failed) {
            throw new StoreFailedException("the bench at " + directory + " could not be removed", failed);
        }
    }
}
