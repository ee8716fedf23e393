package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.backup.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diptych backup}: what it prints, and with what it exits. */
class BackupCommandTest {
    @TempDir
    private Path folder;

    private Cli cli;
    private Path ledger;
    private Path kept;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
        ledger = folder.resolve("mirror");
        kept = folder.resolve("kept");
    }

    @Test
    void it_tells_where_the_backup_is_how_far_it_goes_and_that_it_was_verified() throws IOException {
        append(1, 3);
        Map<String, String> before = Hashes.of(ledger);

        Cli.Result result = cli.run("backup", "kept");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(result.lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("backed up to .*/kept: 2 files, [0-9,]+ bytes · head 3:[0-9a-f]{64}");
        assertThat(result.lines().get(1)).isEqualTo("  verified: log 3 · store 3 · in parity · log intact");
        assertThat(result.lines().get(2)).startsWith("  not checked: ").contains("tables_of_others");
        assertThat(cli.run("verify", "--dir", "kept").code()).isEqualTo(ExitCodes.GOOD);
        assertThat(Hashes.of(ledger)).isEqualTo(before);
    }

    @Test
    void its_report_as_json_has_the_manifest_and_the_verification() throws IOException {
        append(1, 2);

        Cli.Result result = cli.run("backup", "kept", "--json");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.GOOD);
        Map<String, Object> report = JsonTree.object(result.out());
        assertThat(report)
                .containsEntry("outcome", "backed_up")
                .containsEntry("directory", kept.toString())
                .containsEntry("store_schema", 2L)
                .containsEntry("epoch", 1L)
                .containsEntry("undecided", false);
        assertThat(report.get("head")).asString().startsWith("2:");
        assertThat(JsonTree.each(report, "files", "name"))
                .containsExactly("log/00000000000000000001.jsonl", "store.db");
        assertThat(((Map<?, ?>) report.get("verification")).get("verdict")).isEqualTo("in_parity");
        Map<String, Object> manifest = JsonTree.object(Files.readString(kept.resolve("manifest.json")));
        for (String key : List.of("ledger_id", "store_id", "head", "created_at", "files")) {
            assertThat(manifest.get(key)).as(key).isEqualTo(report.get(key));
        }
    }

    @Test
    void a_ledger_without_events_is_backed_up_and_its_head_is_null() throws IOException {
        assertThat(cli.run("init").code()).isEqualTo(ExitCodes.GOOD);

        Cli.Result json = cli.run("backup", "kept", "--json");
        Cli.Result human = cli.run("backup", "again");

        assertThat(json.code()).as(json.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(json.out())).containsEntry("head", "null");
        assertThat(human.lines().get(0)).endsWith(" · no events yet");
    }

    @Test
    void a_target_that_is_not_empty_is_refused_and_left_as_it_is() throws IOException {
        append(1, 2);
        Files.createDirectory(kept);
        Files.writeString(kept.resolve("mine"), "mine");

        Cli.Result refused = cli.run("backup", "kept");
        Cli.Result json = cli.run("backup", "kept", "--json");

        assertThat(refused.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains(kept.toString()).contains("Next: ");
        assertThat(json.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(JsonTree.object(json.out())).containsEntry("error", "target_unfit");
        assertThat(Hashes.of(kept).keySet()).containsExactly("mine");
    }

    @Test
    void where_there_is_no_ledger_nothing_is_backed_up_and_no_directory_is_made() {
        Cli.Result refused = cli.run("backup", "kept");

        assertThat(refused.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(kept).doesNotExist();
        assertThat(ledger).doesNotExist();
    }

    @Test
    void damage_is_not_backed_up_and_is_listed() throws IOException {
        append(1, 5);
        Ledgers.setLog(ledger, Ledgers.log(ledger).replace("{\"n\":2}", "{\"n\":7}"));

        Cli.Result refused = cli.run("backup", "kept");

        assertThat(refused.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(refused.err()).contains("payload_hash").contains("diptych verify");
        assertThat(kept.resolve("manifest.json")).doesNotExist();
    }

    @Test
    void copies_that_are_not_in_parity_are_not_backed_up() throws Exception {
        append(1, 5);
        Ledgers.sqlPastTriggers(ledger, "UPDATE diptych_events SET source_type = 'forged' WHERE seq = 2");

        Cli.Result refused = cli.run("backup", "kept", "--json");

        assertThat(refused.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(JsonTree.object(refused.out())).containsEntry("error", "not_in_parity");
        assertThat(refused.err()).contains("mismatch");
        assertThat(kept.resolve("manifest.json")).doesNotExist();
    }

    @Test
    void a_store_of_a_newer_schema_is_left_to_the_newer_program() throws Exception {
        append(1, 2);
        Ledgers.sqlPastTriggers(ledger, "UPDATE diptych_mirror SET store_schema = 3");

        Cli.Result refused = cli.run("backup", "kept", "--json");

        assertThat(refused.code()).as(refused.out()).isEqualTo(ExitCodes.UNKNOWN_VERSION);
        assertThat(JsonTree.object(refused.out())).containsEntry("error", "unknown_version");
    }

    @Test
    void one_that_ends_inside_a_transaction_says_so() throws IOException {
        append(1, 1);
        UndecidedRuns.committedAndNotTold(ledger, () -> {
            Cli.Result human = cli.run("backup", "kept");
            Cli.Result json = cli.run("backup", "again", "--json");

            assertThat(human.code()).as(human.err()).isEqualTo(ExitCodes.GOOD);
            assertThat(human.out())
                    .contains(
                            "  it ends inside a transaction whose outcome was not told yet; whoever opens it settles that");
            assertThat(JsonTree.object(json.out())).containsEntry("undecided", true);
        });
    }

    @Test
    void one_beside_a_bound_event_without_a_row_ends_before_it() {
        append(1, 1);
        UndecidedRuns.boundAndWithoutRow(ledger, () -> {
            Cli.Result json = cli.run("backup", "kept", "--json");

            assertThat(json.code()).as(json.err()).isEqualTo(ExitCodes.GOOD);
            Map<String, Object> report = JsonTree.object(json.out());
            assertThat(report).containsEntry("undecided", false);
            assertThat(report.get("head")).asString().startsWith("1:");
        });
        assertThat(cli.run("verify", "--dir", "kept").out()).startsWith("log 1 · store 1 · in parity");
    }

    private void append(int first, int last) {
        Cli.Result appended = cli.runWith(Drafts.lines(first, last), "append", "--from", "-", "--verify", "none");
        assertThat(appended.code()).as(appended.err()).isZero();
    }
}
