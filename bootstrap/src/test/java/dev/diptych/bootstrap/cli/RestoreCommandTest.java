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

/** {@code diptych restore}: what it prints, and with what it exits. */
class RestoreCommandTest {
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
        append(1, 3);
        Cli.Result made = cli.run("backup", "kept");
        assertThat(made.code()).as(made.err()).isZero();
    }

    @Test
    void it_tells_what_was_restored_and_where_what_was_there_is_kept() {
        Cli.Result result = cli.run("restore", "kept");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(result.lines().get(0)).matches("restored both copies as of 3:[0-9a-f]{64}");
        assertThat(result.lines().get(1))
                .startsWith("  what was there is kept as ")
                .contains("log.aside-1")
                .contains("store.db.aside-1");
        assertThat(result.lines().get(2)).startsWith("log 3 · store 3 · in parity · log intact");
        assertThat(result.lines().get(result.lines().size() - 1)).startsWith("  not checked: ");
        append(4, 4);
        assertThat(cli.run("verify").out()).startsWith("log 4 · store 4 · in parity");
    }

    @Test
    void it_restores_into_a_directory_that_is_not_there_yet() {
        Cli.Result result = cli.run("restore", "kept", "--dir", "elsewhere");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(result.out()).doesNotContain("what was there");
        assertThat(cli.run("verify", "--dir", "elsewhere").code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void its_report_as_json_has_the_manifest_what_lies_aside_and_the_verification() {
        Cli.Result result = cli.run("restore", "kept", "--json");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.GOOD);
        Map<String, Object> report = JsonTree.object(result.out());
        assertThat(report)
                .containsEntry("outcome", "restored")
                .containsEntry("parts", "both")
                .containsEntry("lost", 0L)
                .containsEntry("resumed", false);
        assertThat(report.get("head")).asString().startsWith("3:");
        assertThat(report.get("aside")).asString().contains("log.aside-1");
        assertThat(((Map<?, ?>) report.get("verification")).get("verdict")).isEqualTo("in_parity");
    }

    @Test
    void events_that_would_be_lost_are_counted_and_kept_and_lost_only_by_their_number() throws IOException {
        append(4, 5);
        List<String> lines = Ledgers.log(ledger).lines().toList();

        Cli.Result refused = refusedChangingNothing(ExitCodes.FINDING, "restore", "kept", "--lost", "would-be.jsonl");
        Cli.Result wrong = refusedChangingNothing(ExitCodes.FINDING, "restore", "kept", "--lose-events", "1", "--json");
        Cli.Result restored = cli.run("restore", "kept", "--lose-events", "2", "--lost", "lost.jsonl", "--json");

        assertThat(refused.err()).contains("--lose-events 2");
        assertThat(JsonTree.object(wrong.out())).containsEntry("error", "would_lose_events");
        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(restored.out())).containsEntry("lost", 2L);
        assertThat(Files.readAllLines(folder.resolve("would-be.jsonl"))).isEqualTo(lines.subList(3, 5));
        assertThat(Files.readAllLines(folder.resolve("lost.jsonl"))).isEqualTo(lines.subList(3, 5));
        assertThat(cli.run("verify").out()).startsWith("log 3 · store 3 · in parity");
    }

    @Test
    void for_a_person_it_says_how_many_events_are_no_longer_there() {
        append(4, 6);

        Cli.Result restored = cli.run("restore", "kept", "--lose-events", "3");

        assertThat(restored.lines().get(1)).isEqualTo("  3 events are no longer in the ledger");
    }

    @Test
    void where_a_copy_cannot_be_read_the_number_is_unknown_and_only_that_word_allows_it() throws IOException {
        append(4, 5);
        Files.write(ledger.resolve("store.db"), new byte[] {1, 2, 3});

        Cli.Result refused = refusedChangingNothing(ExitCodes.FINDING, "restore", "kept", "--lose-events", "2");
        Cli.Result restored = cli.run("restore", "kept", "--lose-events", "unknown", "--json");

        assertThat(refused.err()).contains("--lose-events unknown");
        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(restored.out())).containsEntry("lost", "null");
        assertThat(cli.run("verify").code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void a_number_that_is_none_is_not_understood() throws IOException {
        for (String number : List.of("-1", "many", "1.5", "")) {
            refusedChangingNothing(ExitCodes.USAGE, "restore", "kept", "--lose-events=" + number);
        }
    }

    @Test
    void a_file_for_lost_events_that_is_there_is_not_written_over() throws IOException {
        append(4, 4);
        Files.writeString(folder.resolve("mine"), "mine\n");

        Cli.Result refused = refusedChangingNothing(
                ExitCodes.PRECONDITION, "restore", "kept", "--lose-events", "1", "--lost", "mine");

        assertThat(refused.err()).contains("mine").contains("Next: ");
        assertThat(folder.resolve("mine")).hasContent("mine");
    }

    @Test
    void a_store_alone_is_restored_and_says_that_it_is_behind_until_the_next_opening() {
        append(4, 6);

        Cli.Result restored = cli.run("restore", "kept", "--store-only");
        Cli.Result recovered = cli.run("recover");

        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(restored.out()).startsWith("restored the store as of 3:").contains("log 6 · store 3 · store behind");
        assertThat(recovered.out()).startsWith("recovered: 3 events were in the log only and are now in the store");
        assertThat(cli.run("verify").code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void a_store_alone_is_refused_where_the_log_that_stays_does_not_reach_it() throws IOException {
        List<String> lines = Ledgers.log(ledger).lines().toList();
        Ledgers.setLog(ledger, lines.get(0) + "\n");

        Cli.Result refused =
                refusedChangingNothing(ExitCodes.PRECONDITION, "restore", "kept", "--store-only", "--json");

        assertThat(JsonTree.object(refused.out())).containsEntry("error", "log_unfit");
    }

    @Test
    void a_changed_file_is_named() throws IOException {
        Ledgers.setLog(kept, Ledgers.log(kept).replace("{\"n\":2}", "{\"n\":7}"));

        Cli.Result refused = refusedChangingNothing(ExitCodes.DAMAGED, "restore", "kept");
        Cli.Result json = refusedChangingNothing(ExitCodes.DAMAGED, "restore", "kept", "--json");

        assertThat(refused.err()).contains("log/00000000000000000001.jsonl: expected SHA-256");
        assertThat(JsonTree.object(json.out())).containsEntry("error", "backup_damaged");
    }

    @Test
    void a_directory_that_is_no_backup_is_refused() throws IOException {
        Files.delete(kept.resolve("manifest.json"));

        Cli.Result refused = refusedChangingNothing(ExitCodes.PRECONDITION, "restore", "kept", "--json");
        Cli.Result nowhere = refusedChangingNothing(ExitCodes.PRECONDITION, "restore", "nowhere");

        assertThat(JsonTree.object(refused.out())).containsEntry("error", "no_backup");
        assertThat(nowhere.err()).contains("nowhere").contains("Next: ");
    }

    @Test
    void a_backup_of_a_newer_program_is_left_to_it() throws Exception {
        String manifest = Files.readString(kept.resolve("manifest.json"));
        Files.writeString(
                kept.resolve("manifest.json"), manifest.replace("{\"diptych_backup\":1,", "{\"diptych_backup\":2,"));
        Cli.Result newerManifest = refusedChangingNothing(ExitCodes.UNKNOWN_VERSION, "restore", "kept", "--json");

        Ledgers.sqlPastTriggers(kept, "UPDATE diptych_mirror SET store_schema = 3");
        Files.writeString(
                kept.resolve("manifest.json"),
                measuredAnew(manifest).replace("\"store_schema\":2,", "\"store_schema\":3,"));
        Cli.Result newerStore = refusedChangingNothing(ExitCodes.UNKNOWN_VERSION, "restore", "kept", "--json");

        for (Cli.Result newer : List.of(newerManifest, newerStore)) {
            assertThat(JsonTree.object(newer.out())).containsEntry("error", "unknown_version");
        }
    }

    @Test
    void a_backup_of_another_ledger_is_refused_whatever_may_be_lost() throws IOException {
        Cli.Result other = cli.runWith(Drafts.lines(1, 1), "append", "--from", "-", "--dir", "other");
        assertThat(other.code()).as(other.err()).isZero();
        assertThat(cli.run("backup", "theirs", "--dir", "other").code()).isZero();

        Cli.Result refused =
                refusedChangingNothing(ExitCodes.FINDING, "restore", "theirs", "--lose-events", "3", "--json");

        assertThat(JsonTree.object(refused.out())).containsEntry("error", "fork");
    }

    @Test
    void while_a_writer_holds_the_ledger_nothing_is_restored() throws Exception {
        try (HeldLock held = HeldLock.of(ledger)) {
            Cli.Result refused = cli.run("restore", "kept", "--json");

            assertThat(held).isNotNull();
            assertThat(refused.code()).isEqualTo(ExitCodes.PRECONDITION);
            assertThat(JsonTree.object(refused.out())).containsEntry("error", "ledger_locked");
        }
    }

    /** The manifest with the hash and the size that its store has now. */
    private String measuredAnew(String manifest) throws IOException {
        return manifest.replaceAll(
                "\"store.db\",\"bytes\":[0-9]+,\"sha256\":\"[0-9a-f]{64}\"",
                "\"store.db\",\"bytes\":" + Files.size(kept.resolve("store.db")) + ",\"sha256\":\""
                        + Hashes.of(kept).get("store.db") + "\"");
    }

    private Cli.Result refusedChangingNothing(int code, String... arguments) throws IOException {
        Map<String, String> before = Hashes.of(ledger);
        Cli.Result refused = cli.run(arguments);
        assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(code);
        assertThat(Hashes.of(ledger)).isEqualTo(before);
        return refused;
    }

    private void append(int first, int last) {
        Cli.Result appended = cli.runWith(Drafts.lines(first, last), "append", "--from", "-", "--verify", "none");
        assertThat(appended.code()).as(appended.err()).isZero();
    }
}
