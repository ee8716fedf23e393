package dev.diptych.bootstrap.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.TransactionAnswer;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What SQLite undoes by itself, in the middle of a caller's transaction, and the caller does not want to know. */
final class FullDiskInATransactionTest {
    @TempDir
    Path directory;

    private Mirror mirror;

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified = MirrorVerifiedAfterEachTest.verifying(() -> mirror);

    @BeforeEach
    void a_ledger_with_a_table_of_the_callers() {
        mirror = Diptych.open(directory);
        mirror.append(draft(), mirror.decide());
        database().useHandle(handle -> handle.execute("CREATE TABLE callers (k PRIMARY KEY, filler)"));
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void of_a_caller_that_swallows_a_full_disk_nothing_is_kept() {
        PolicyDecision decision = mirror.decide();

        TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
            Handle handle = tx.unwrap(Handle.class);
            handle.execute("INSERT INTO callers VALUES ('first', NULL)");
            tx.append(draft(), decision);
            handle.execute("PRAGMA max_page_count = 1"); // SQLite takes the pages that there are: no more.
            swallowing(() -> handle.execute("INSERT INTO callers VALUES ('too much', zeroblob(1000000))"));
            swallowing(() -> handle.execute("INSERT INTO callers VALUES ('the rest', NULL)"));
            return "all went well";
        });

        assertThat(answer).isInstanceOf(TransactionAnswer.RolledBack.class);
        assertThat(((TransactionAnswer.RolledBack<?>) answer).voidEvents()).hasSize(1);
        assertThat(rows()).isZero();
        assertThat(mirror.append(draft(), mirror.decide())).isInstanceOf(AppendAnswer.Mirrored.class);
    }

    @Test
    void of_a_caller_that_swallows_a_conflict_that_rolls_back_nothing_is_kept() {
        PolicyDecision decision = mirror.decide();

        TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
            Handle handle = tx.unwrap(Handle.class);
            handle.execute("INSERT INTO callers VALUES ('first', NULL)");
            tx.append(draft(), decision);
            swallowing(() -> handle.execute("INSERT OR ROLLBACK INTO callers VALUES ('first', NULL)"));
            swallowing(() -> handle.execute("INSERT INTO callers VALUES ('the rest', NULL)"));
            return "all went well";
        });

        assertThat(answer).isInstanceOf(TransactionAnswer.RolledBack.class);
        assertThat(rows()).isZero();
    }

    private static void swallowing(Runnable statement) {
        try {
            statement.run();
        } catch (JdbiException swallowed) {
            assertThat(swallowed).hasMessageNotContaining("no such table");
        }
    }

    private int rows() {
        return database()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM callers")
                        .mapTo(Integer.class)
                        .one());
    }

    private Jdbi database() {
        return Jdbi.create("jdbc:sqlite:" + directory.resolve("store.db"));
    }

    private static EventDraft draft() {
        return EventDraft.of("com.example.noted.v1", "{}");
    }
}
