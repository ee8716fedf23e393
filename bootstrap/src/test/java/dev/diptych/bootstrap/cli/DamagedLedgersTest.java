package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say and do about ledgers that are not as they should be. */
class DamagedLedgersTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Path mirror;

    @BeforeEach
    void append() {
        cli = Cli.in(folder);
        mirror = folder.resolve("mirror");
        for (int i = 0; i < 4; i++) {
            assertThat(cli.runWith(Drafts.lines(i * 5 + 1, i * 5 + 5), "append", "--from", "-")
                            .code())
                    .isZero();
        }
    }

    @Test
    void a_deleted_store_refuses_appends_and_is_brought_back_by_replay() throws IOException {
        Ledgers.deleteStore(mirror);

        Cli.Result append = append(21);
        assertThat(append.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(append.err()).contains("diptych replay");

        Cli.Result replay = cli.run("replay");
        assertThat(replay.code()).as(replay.err()).isZero();
        assertThat(replay.lines().get(0))
                .startsWith("replayed 20 events: 20 inserted · 0 already present · the store was made · head 20:");
        assertThat(cli.run("verify").code()).isZero();
        assertThat(append(21).code()).isZero();
    }

    @Test
    void replaying_what_is_complete_inserts_nothing() {
        Cli.Result replay = cli.run("replay", "--json");

        assertThat(replay.code()).isZero();
        assertThat(replay.out())
                .startsWith("{\"outcome\":\"replayed\",\"events_read\":20,\"inserted\":0,\"already_present\":20,"
                        + "\"undecided\":0,\"store_made\":false,\"head\":\"20:");
    }

    @Test
    void a_row_edited_by_hand_is_named_with_its_fields_and_both_hashes() throws SQLException {
        Ledgers.sqlPastTriggers(mirror, "UPDATE diptych_events SET payload = '{\"n\":70}' WHERE seq = 7");

        Cli.Result verify = cli.run("verify", "--json");

        assertThat(verify.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(verify.out())
                .startsWith("{\"verdict\":\"diverged\"")
                .contains("\"findings\":[{\"kind\":\"mismatch\",\"seq\":7,\"id\":\"e-7\",\"fields\":[\"payload\"]")
                .contains("\"hashes_to_chain\":\"log\"")
                .contains("\"findings_total\":1")
                .contains("\"log\":{\"verdict\":\"intact\",\"events\":20}");
        assertThat(cli.run("verify").out()).contains("diverged").contains("mismatch at sequence 7 of event e-7");
    }

    @Test
    void a_deleted_row_leaves_the_store_behind_and_replay_fills_the_hole() throws SQLException {
        Ledgers.sqlPastTriggers(mirror, "DELETE FROM diptych_events WHERE seq = 7");

        Cli.Result verify = cli.run("verify", "--json");
        assertThat(verify.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(verify.out())
                .contains("\"verdict\":\"store_behind\"")
                .contains("{\"kind\":\"missing_in_store\",\"seq\":7");

        assertThat(cli.run("replay").out()).startsWith("replayed 20 events: 1 inserted · 19 already present");
        assertThat(cli.run("verify").code()).isZero();
    }

    @Test
    void every_finding_is_written_to_a_file_where_that_is_asked_for() throws SQLException, IOException {
        Ledgers.sqlPastTriggers(mirror, "DELETE FROM diptych_events WHERE seq IN (3, 7, 9)");

        cli.run("verify", "--findings", "findings.jsonl");

        assertThat(Files.readAllLines(folder.resolve("findings.jsonl")))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"kind\":\"missing_in_store\",\"seq\":"));
        assertThat(cli.run("verify", "--findings", "no/such/folder").code()).isEqualTo(ExitCodes.PRECONDITION);
    }

    @Test
    void a_log_cut_at_a_batch_end_is_behind_the_store_and_takes_no_appends() throws IOException {
        cutLog(15, 0);

        assertThat(cli.run("verify", "--json").out())
                .contains("\"verdict\":\"log_behind\"")
                .contains("missing_in_log");
        assertThat(cli.run("verify").code()).isEqualTo(ExitCodes.FINDING);
        assertThat(append(21).code()).isEqualTo(ExitCodes.FINDING);
        assertThat(append(21).err()).contains("Next: ");
        assertThat(Ledgers.log(mirror).lines()).hasSize(15);
    }

    @Test
    void a_log_cut_in_mid_batch_and_in_mid_line_is_behind_the_store_and_nothing_is_cut() throws IOException {
        cutLog(17, 100);
        String before = Ledgers.log(mirror);

        assertThat(append(21).code()).isEqualTo(ExitCodes.FINDING);
        assertThat(cli.run("verify").code()).isIn(ExitCodes.FINDING, ExitCodes.DAMAGED);
        assertThat(Ledgers.log(mirror)).isEqualTo(before);
    }

    @Test
    void a_torn_tail_is_reported_by_verify_and_cut_after_a_copy_by_the_next_writer() throws IOException {
        Files.writeString(mirror.resolve("writer"), "open 1 1\n");
        Ledgers.setLog(mirror, Ledgers.log(mirror) + "{\"seq\":21,\"batch\":21,\"batch_end\":2");

        Cli.Result verify = cli.run("verify", "--json");
        assertThat(verify.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(verify.out()).contains("\"log\":{\"verdict\":\"torn_tail\"").contains("\"kind\":\"torn_tail\"");

        Cli.Result recover = cli.run("recover");
        assertThat(recover.code()).as(recover.err()).isZero();
        assertThat(recover.out()).contains("recovered: 34 bytes of a torn tail").contains("quarantine");
        assertThat(mirror.resolve("quarantine")).isNotEmptyDirectory();
        assertThat(cli.run("verify").code()).isZero();
        assertThat(cli.run("recover").out()).isEqualTo("nothing to mend\n");
    }

    @Test
    void a_torn_tail_without_a_store_is_cut_only_on_request() throws IOException {
        Ledgers.deleteStore(mirror);
        Files.writeString(mirror.resolve("writer"), "open 1 1\n");
        String whole = Ledgers.log(mirror);
        Ledgers.setLog(mirror, whole + "{\"seq\":21,");

        assertThat(cli.run("recover").code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(cli.run("replay").code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(cli.run("replay").err()).contains("--cut-torn-tail");
        Cli.Result cut = cli.run("recover", "--cut-torn-tail");

        assertThat(cut.code()).as(cut.err()).isZero();
        assertThat(cut.out()).contains("recovered: 10 bytes of a torn tail").contains("Next: diptych replay");
        assertThat(Ledgers.log(mirror)).isEqualTo(whole);
        assertThat(cli.run("replay").code()).isZero();
        assertThat(cli.run("verify").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"seq\":", "\"id\":\"e-", "\"prev_event_hash\":\"", "\"event_hash\":\"", "\"payload\":{\"n\":"})
    void a_changed_character_in_any_region_of_a_line_is_damage_that_is_never_cut(String region) throws IOException {
        String[] lines = Ledgers.log(mirror).split("(?<=\n)");
        int at = lines[6].indexOf(region) + region.length();
        char other = lines[6].charAt(at) == '1' ? '2' : '1';
        lines[6] = lines[6].substring(0, at) + other + lines[6].substring(at + 1);
        Ledgers.setLog(mirror, String.join("", lines));

        Cli.Result verify = cli.run("verify", "--json");

        assertThat(verify.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(verify.out()).contains("\"log\":{\"verdict\":\"damaged\"").contains("\"seq\":7");
        assertThat(Ledgers.log(mirror)).isEqualTo(String.join("", lines));
    }

    @Test
    void damage_where_opening_reads_refuses_writing_and_changes_nothing() throws IOException {
        String damaged = Ledgers.log(mirror).replace("{\"n\":20}", "{\"n\":21}");
        Ledgers.setLog(mirror, damaged);

        Cli.Result append = append(21);

        assertThat(append.code()).isIn(ExitCodes.DAMAGED, ExitCodes.FINDING);
        assertThat(append.err()).contains("Next: ");
        assertThat(Ledgers.log(mirror)).isEqualTo(damaged);
    }

    @Test
    void a_log_deleted_beside_a_filled_store_is_not_begun_again() throws IOException {
        Files.delete(Ledgers.segment(mirror));

        for (String command : List.of("append --from - ", "init", "recover", "replay")) {
            Cli.Result result = cli.runWith(Drafts.lines(21, 21), command.trim().split(" "));
            assertThat(result.code())
                    .as(command + result.out() + result.err())
                    .isIn(ExitCodes.PRECONDITION, ExitCodes.FINDING);
            assertThat(result.err()).contains("Next: ");
        }
        assertThat(Ledgers.segment(mirror)).doesNotExist();
    }

    @Test
    void a_log_of_another_ledger_is_a_stranger_to_the_store() throws IOException {
        Cli other = Cli.in(Files.createDirectory(folder.resolve("other")));
        other.runWith(Drafts.lines(1, 20), "append", "--from", "-");
        Files.copy(
                Ledgers.segment(folder.resolve("other/mirror")),
                Ledgers.segment(mirror),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        Cli.Result append = append(21);

        assertThat(append.code()).isIn(ExitCodes.PRECONDITION, ExitCodes.DAMAGED);
        assertThat(append.err()).contains("Next: ");
        assertThat(cli.run("verify").code()).isNotZero();
    }

    @Test
    void a_store_of_a_newer_schema_is_left_alone() throws SQLException {
        Ledgers.sql(mirror, "UPDATE diptych_mirror SET store_schema = 99", "PRAGMA user_version = 99");

        for (String command : List.of("append --from -", "verify", "status", "query", "replay")) {
            Cli.Result result = cli.runWith(Drafts.lines(21, 21), command.split(" "));
            assertThat(result.code()).as(command + result.err()).isEqualTo(ExitCodes.UNKNOWN_VERSION);
        }
    }

    private Cli.Result append(int n) {
        return cli.runWith(Drafts.lines(n, n), "append", "--from", "-");
    }

    /** Leaves so many whole lines and so many characters of the next one. */
    private void cutLog(int wholeLines, int characters) throws IOException {
        String[] lines = Ledgers.log(mirror).split("(?<=\n)");
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < wholeLines; i++) {
            kept.append(lines[i]);
        }
        Ledgers.setLog(mirror, kept + lines[wholeLines].substring(0, characters));
    }
}
