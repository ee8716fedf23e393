package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A COMMIT whose force fails: the kernel is told to fail it, in another process. That the row is back when the database is
 * opened again is how SQLite is, and the reason why an answer is pinned before anybody is told.
 */
final class FailedForceTest {
    private static final SeededEvents EVENTS = SeededEvents.of(61);
    private static final List<List<SealedEvent>> CHAIN = EVENTS.chain(EVENTS.ledgerId(), 3, 1);
    private static final ChainHead HEAD = CHAIN.get(CHAIN.size() - 1).get(0).asHead();
    private static final List<SealedEvent> BOUND = BoundEvents.behind(EVENTS, HEAD, 2);

    /** The first force of a new write-ahead log is that of its header; the second, of the first COMMIT that is forced. */
    private static final int HEADER = 1;

    private static final int COMMIT = 2;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void a_store_that_was_closed() {
        file = directory.resolve("store.db");
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, CHAIN);
        }
    }

    @Test
    void it_comes_back_when_the_database_is_opened_again_unless_an_answer_was_pinned() throws Exception {
        assertThat(failing(COMMIT, "-wal", Dying.class))
                .contains("Uncertain broken true", "Next: close it and open it")
                .doesNotContain("not refused");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(rowsOf(store)).isEqualTo(2);
            pin(store, TransactionOutcome.COMMITTED);
            store.checkpointFully();
            assertThat(rowsOf(store)).isEqualTo(2);
        }
        assertThat(Stores.ask(file, "SELECT v FROM callers")).isEqualTo("on");
    }

    @Test
    void it_does_not_come_back_once_its_abort_was_pinned() throws Exception {
        assertThat(failing(COMMIT, "-wal", Settling.class))
                .contains("Uncertain broken true", "rows 0", "pinned aborted");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(rowsOf(store)).isZero();
            assertThat(store.pinned()).contains(PinnedAnswer.of(new BoundRun(BOUND), TransactionOutcome.ABORTED));
        }
        assertThat(Stores.ask(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'callers'"))
                .isEqualTo("0");
    }

    @Test
    void what_had_not_been_written_when_the_force_failed_does_not_come_back() throws Exception {
        assertThat(failing(HEADER, "-wal", Dying.class)).contains("Uncertain broken true");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(rowsOf(store)).isZero();
        }
        assertThat(Stores.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void a_commit_that_a_statement_hid_breaks_the_store_where_its_force_fails() throws Exception {
        assertThat(failing(COMMIT, "-wal", Hiding.class))
                .contains("Uncertain broken true", "refused")
                .doesNotContain("not refused");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(rowsOf(store)).isZero();
        }
    }

    @Test
    void a_full_checkpoint_that_cannot_be_forced_breaks_the_store() throws Exception {
        assertThat(failing(1, "", Checkpointing.class))
                .contains("Committed", "refused", "Next: close it and open it")
                .doesNotContain("not refused");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(rowsOf(store)).isEqualTo(2);
            store.checkpointFully();
        }
    }

    /** The forces of the write-ahead log in it: of what is moved, of the new header, and of its first frame. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void a_full_checkpoint_breaks_the_store_whichever_force_of_the_write_ahead_log_fails(int force) throws Exception {
        assertThat(failing(force, "-wal", Checkpointing.class))
                .contains("Committed", "INJECTED", "refused", "Next: close it and open it")
                .doesNotContain("not refused");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(rowsOf(store)).isEqualTo(2);
        }
    }

    @Test
    void a_commit_behind_a_checkpoint_that_failed_in_the_background_is_uncertain_until_everything_was_moved()
            throws Exception {
        assertThat(failing(BACKGROUND, "", Filling.class))
                .contains("INJECTED", "Uncertain broken false", "moved\nCommitted")
                .doesNotContain("gave up");
    }

    @Test
    void a_full_checkpoint_leaves_no_frame_from_before_it_in_the_write_ahead_log() throws Exception {
        assertThat(failing(COMMIT, "-wal", Dying.class)).contains("Uncertain broken true");
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        byte[] left = copied(log, "left");

        try (QueryStore store = Stores.at(file).openForWriting()) {
            store.checkpointFully();
            byte[] begunAnew = copied(log, "anew");
            assertThat(left.length).isGreaterThan(begunAnew.length);
            assertThat(begunAnew).hasSize(WAL_HEADER + WAL_FRAME);
            assertThat(saltsOf(begunAnew)).isNotEqualTo(saltsOf(left));
        }
    }

    /** Forces are counted for each thread: no other forces the database so often here. */
    private static final int BACKGROUND = 3;

    private static final int WAL_HEADER = 32;
    private static final int WAL_FRAME = 24 + 4096;

    /** Copied by another process: this one must not open what SQLite has open. */
    private byte[] copied(Path log, String name) throws IOException {
        Path copy = directory.resolve(name);
        Stores.shellCommand("cp", log.toString(), copy.toString());
        return Files.readAllBytes(copy);
    }

    private static String saltsOf(byte[] writeAheadLog) {
        return HexFormat.of().formatHex(writeAheadLog, 16, 24);
    }

    private static void pin(QueryStore store, TransactionOutcome outcome) {
        try (BoundStoreTransaction settling = store.beginBound()) {
            settling.pin(PinnedAnswer.of(new BoundRun(BOUND), outcome));
            assertThat(settling.commit()).isEqualTo(new BoundEnd.Committed());
        }
    }

    private static long rowsOf(QueryStore store) {
        return BOUND.stream()
                .filter(event -> store.row(event.sequence()).isPresent())
                .count();
    }

    /** What the program said, and what the kernel was made to fail. */
    private String failing(int force, String suffix, Class<?> program) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-qq",
                        "-o",
                        directory.resolve("strace.txt").toString(),
                        "-P",
                        file + suffix,
                        "-e",
                        "trace=fsync,fdatasync",
                        "-e",
                        "inject=fsync,fdatasync:error=EIO:when=" + force,
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output) + Files.readString(directory.resolve("strace.txt"));
    }

    /** Ends as if it were killed when the COMMIT has failed. */
    static final class Dying {
        private Dying() {}

        public static void main(String[] arguments) throws Exception {
            Path file = Path.of(arguments[0]);
            // As long as somebody reads, the write-ahead log is not removed when the store is closed.
            Connection reader = Stores.shell(file);
            Stores.ask(reader, "SELECT count(*) FROM diptych_events");
            commitThatFails(file);
            Runtime.getRuntime().halt(0);
        }
    }

    /** Swallows that a COMMIT of its own failed; nobody else reads, so that closing the store clears away what was left. */
    static final class Hiding {
        private Hiding() {}

        public static void main(String[] arguments) {
            QueryStore store = Stores.at(Path.of(arguments[0])).openForWriting();
            BoundStoreTransaction transaction = store.beginBound();
            transaction.insert(BOUND);
            try {
                new SqliteCallersStatements(transaction.unwrap(Connection.class)).hiddenCommit();
                say("hid it");
            } catch (IllegalStateException swallowed) {
                say("swallowed");
            }
            say(transaction.commit());
            refusals(store::highestSequence, store::beginBound);
            Runtime.getRuntime().halt(0);
        }
    }

    /** Moves what it committed into the database, whose force fails. */
    static final class Checkpointing {
        private Checkpointing() {}

        public static void main(String[] arguments) {
            QueryStore store = Stores.at(Path.of(arguments[0])).openForWriting();
            commit(store);
            refusals(store::checkpointFully, store::checkpointFully, store::highestSequence);
            store.close();
            Runtime.getRuntime().halt(0);
        }
    }

    /** Commits until a checkpoint in the background has failed, and goes on when everything was moved. */
    static final class Filling {
        private Filling() {}

        public static void main(String[] arguments) {
            QueryStore store = Stores.at(Path.of(arguments[0])).openForWriting();
            ChainHead head = HEAD;
            for (int i = 0; i < 2_000; i++) {
                SealedEvent next = BoundEvents.behind(EVENTS, head, 1).get(0);
                head = next.asHead();
                BoundEnd end = commit(store, next, "x".repeat(200_000), i);
                if (!(end instanceof BoundEnd.Committed)) {
                    say(end);
                    store.checkpointFully();
                    say("moved");
                    say(commit(store, BoundEvents.behind(EVENTS, head, 1).get(0), "y", -1));
                    Runtime.getRuntime().halt(0);
                }
            }
            say("gave up");
            Runtime.getRuntime().halt(1);
        }

        private static BoundEnd commit(QueryStore store, SealedEvent event, String value, int key) {
            BoundStoreTransaction transaction = store.beginBound();
            new SqliteCallersStatements(transaction.unwrap(Connection.class)).put("key " + key, value);
            transaction.insert(List.of(event));
            return transaction.commit();
        }
    }

    /** Opens the store again, reads no rows, and pins that, before it ends as if it were killed. */
    static final class Settling {
        private Settling() {}

        public static void main(String[] arguments) throws Exception {
            Path file = Path.of(arguments[0]);
            Connection reader = Stores.shell(file);
            Stores.ask(reader, "SELECT count(*) FROM diptych_events");
            commitThatFails(file);
            QueryStore again = Stores.at(file).openForWriting();
            say("rows " + rowsOf(again));
            pin(again, TransactionOutcome.ABORTED);
            say("pinned " + again.pinned().orElseThrow().outcome().word());
            Runtime.getRuntime().halt(0);
        }
    }

    private static void commitThatFails(Path file) {
        QueryStore store = Stores.at(file).openForWriting();
        commit(store);
        refusals(
                store::highestSequence,
                store::pinned,
                store::beginBound,
                store::checkpointFully,
                () -> store.inTransaction(inside -> inside));
        store.close();
    }

    private static void commit(QueryStore store) {
        BoundStoreTransaction transaction = store.beginBound();
        new SqliteCallersStatements(transaction.unwrap(Connection.class)).put("flag", "on");
        transaction.insert(BOUND);
        say(transaction.commit());
    }

    private static void say(BoundEnd end) {
        say(end.fold(
                () -> "Committed", back -> "RolledBack", uncertain -> "Uncertain broken " + uncertain.storeIsBroken()));
    }

    private static void refusals(Runnable... calls) {
        for (Runnable call : calls) {
            try {
                call.run();
                say("not refused");
            } catch (StoreFailedException refused) {
                say("refused " + refused.getMessage().replaceFirst(".* Next", "Next"));
            }
        }
    }

    private static void say(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }
}
