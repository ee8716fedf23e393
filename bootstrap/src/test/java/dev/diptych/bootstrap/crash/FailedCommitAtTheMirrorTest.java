package dev.diptych.bootstrap.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.VerifyReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A COMMIT whose force fails, made to by the kernel in another process: whichever way the database goes when it is opened
 * again, log, store and the caller's table tell one story, once.
 */
final class FailedCommitAtTheMirrorTest {
    /** The forces of a new write-ahead log: its header's, then those of the commits that are forced. */
    private static final int FORCES = 4;

    @TempDir
    Path directory;

    private Path ledger;

    @BeforeEach
    void a_ledger_with_a_table_of_the_callers() {
        ledger = directory.resolve("ledger");
        try (Mirror mirror = Diptych.open(ledger)) {
            mirror.append(draft("before"), mirror.decide());
        }
        database().useHandle(handle -> handle.execute("CREATE TABLE callers (k PRIMARY KEY)"));
    }

    @Test
    void a_commit_whose_sync_fails_and_that_comes_back_is_told_as_it_is_found_and_only_once() throws Exception {
        int unknown = 0;
        int cameBack = 0;
        for (int force = 1; force <= FORCES; force++) {
            String key = "t-" + force;
            String said = failing(force, key);
            unknown += said.contains("answer Unknown") ? 1 : 0;

            try (Mirror mirror = Diptych.open(ledger)) {
                boolean isThere = keys().contains(key);
                cameBack += isThere && said.contains("answer Unknown") ? 1 : 0;
                mirror.opening()
                        .settled()
                        .ifPresent(told -> assertThat(told.outcome())
                                .describedAs("force %s: %s", force(said), told)
                                .isEqualTo(isThere ? TransactionOutcome.COMMITTED : TransactionOutcome.ABORTED));
                assertThat(said.contains("answer Committed"))
                        .describedAs(said)
                        .isEqualTo(isThere && !said.contains("answer Unknown"));
                assertThat(isVoid(key))
                        .describedAs(said)
                        .isEqualTo(isThere ? List.of("0") : isVoid(key).isEmpty() ? List.of() : List.of("1"));
                mirror.append(draft("after-" + force), mirror.decide());
            }
            VerifyReport report = Diptych.at(ledger).verify();
            assertThat(report.isClean()).describedAs("%s", report.findings()).isTrue();
            assertThat(report.findingsTotal()).isZero();
        }
        assertThat(unknown).describedAs("forces that failed at a COMMIT").isPositive();
        assertThat(cameBack)
                .describedAs("of these, transactions that came back")
                .isPositive();
    }

    private static String force(String said) {
        return said.lines()
                .filter(line -> line.startsWith("answer"))
                .findFirst()
                .orElse("none");
    }

    private List<String> keys() {
        return database()
                .withHandle(handle -> handle.createQuery("SELECT k FROM callers")
                        .mapTo(String.class)
                        .list());
    }

    private List<String> isVoid(String id) {
        return database()
                .withHandle(handle -> handle.createQuery("SELECT void FROM diptych_events WHERE id = ?")
                        .bind(0, id)
                        .mapTo(String.class)
                        .list());
    }

    private Jdbi database() {
        return Jdbi.create("jdbc:sqlite:" + ledger.resolve("store.db"));
    }

    private static EventDraft draft(String id) {
        return EventDraft.of("com.example.noted.v1", "{}").withId(new EventId(id));
    }

    /** What the program said, and what the kernel was made to fail. */
    private String failing(int force, String key) throws IOException, InterruptedException {
        Path output = directory.resolve("output-" + force);
        Path trace = directory.resolve("trace-" + force);
        Process process = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-qq",
                        "-o",
                        trace.toString(),
                        "-P",
                        ledger.resolve("store.db-wal").toString(),
                        "-e",
                        "trace=fsync,fdatasync",
                        "-e",
                        "inject=fsync,fdatasync:error=EIO:when=" + force,
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Transacting.class.getName(),
                        ledger.toString(),
                        key)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output) + Files.readString(trace);
    }

    /** Runs one transaction, and ends as if it were killed. */
    static final class Transacting {
        private Transacting() {}

        public static void main(String[] arguments) {
            // As long as somebody reads, the write-ahead log is not removed when the store is closed.
            Handle reader = Jdbi.create("jdbc:sqlite:" + Path.of(arguments[0]).resolve("store.db"))
                    .open();
            Mirror mirror = Diptych.open(Path.of(arguments[0]));
            reader.createQuery("SELECT count(*) FROM callers")
                    .mapTo(Integer.class)
                    .one();
            PolicyDecision decision = mirror.decide();
            TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
                tx.unwrap(Handle.class).execute("INSERT INTO callers VALUES (?)", arguments[1]);
                tx.append(draft(arguments[1]), decision);
                return arguments[1];
            });
            byte[] line = ("answer " + answer + "\n").getBytes(StandardCharsets.UTF_8);
            System.out.write(line, 0, line.length);
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
