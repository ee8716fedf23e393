package dev.diptych.bootstrap.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.DryRunCutover;
import dev.diptych.ports.driving.Mirror;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried out on a copy, hashed from outside: the originals keep every byte. */
final class DryRunOnSqliteTest {
    private static final SqlSteps FLAGS = SqlSteps.of(
            "flags", Map.of("flags", 1L), "CREATE TABLE flags (name TEXT)", "INSERT INTO flags VALUES ('new_orders')");

    @TempDir
    private Path folder;

    @Test
    void changes_no_byte_of_a_ledger_that_nobody_holds() throws SQLException, IOException, InterruptedException {
        Path originals = folder.resolve("originals");
        java.nio.file.Files.createDirectory(originals);
        SharedDatabase database = SharedDatabase.with(originals, 5);
        List<String> before = Sha256Sums.of(originals);

        CutoverAnswer answer = dryRun(database, FLAGS);

        assertThat(answer).isInstanceOf(CutoverAnswer.CutOver.class);
        assertThat(Sha256Sums.of(originals)).isEqualTo(before);
    }

    @Test
    void changes_no_byte_of_a_ledger_that_a_writer_holds() throws SQLException, IOException, InterruptedException {
        Path originals = folder.resolve("originals");
        java.nio.file.Files.createDirectory(originals);
        SharedDatabase database = SharedDatabase.with(originals, 5);
        try (Mirror writer = database.ledger().open()) {
            writer.append(EventDraft.of("com.example.noted.v1", "{}"), writer.decide());
            List<String> before = Sha256Sums.of(originals);

            CutoverAnswer answer = dryRun(database, FLAGS);

            assertThat(answer).isInstanceOf(CutoverAnswer.CutOver.class);
            assertThat(Sha256Sums.of(originals)).isEqualTo(before);
        }
    }

    @Test
    void a_step_that_fails_fails_on_the_copy_and_says_why() throws SQLException, IOException, InterruptedException {
        Path originals = folder.resolve("originals");
        java.nio.file.Files.createDirectory(originals);
        SharedDatabase database = SharedDatabase.with(originals, 5);
        List<String> before = Sha256Sums.of(originals);

        CutoverAnswer answer = dryRun(database, SqlSteps.of("bad", Map.of(), "INSERT INTO nowhere VALUES (1)"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        CutoverAnswer.Aborted.class,
                        aborted -> assertThat(aborted.failure().why()).contains("nowhere"));
        assertThat(Sha256Sums.of(originals)).isEqualTo(before);
    }

    @Test
    void the_copy_shows_the_ledger_as_it_would_be() throws SQLException, IOException {
        Path originals = folder.resolve("originals");
        java.nio.file.Files.createDirectory(originals);
        SharedDatabase database = SharedDatabase.with(originals, 5);

        dryRun(database, FLAGS);

        Diptych copy = Diptych.at(folder.resolve("copy"));
        assertThat(copy.verify().isClean()).isTrue();
        assertThat(copy.cutovers().epoch()).contains(2L);
        assertThat(database.ledger().cutovers().boundaries()).isEmpty();
    }

    private CutoverAnswer dryRun(SharedDatabase database, SqlSteps step) {
        DryRunCutover.Answer answer = database.ledger()
                .dryRunCutover()
                .dryRun(
                        CutoverRequest.of("com.example.shop/2", "2", List.of(step), "ada"),
                        folder.resolve("copy"),
                        CutoverProgress.UNSEEN);
        assertThat(answer).isInstanceOf(DryRunCutover.Tried.class);
        return ((DryRunCutover.Tried) answer).answer();
    }
}
