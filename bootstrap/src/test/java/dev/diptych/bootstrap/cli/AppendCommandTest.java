package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendCommandTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
    }

    @Test
    void appends_a_file_to_a_new_ledger_and_says_that_both_copies_agree() {
        Path sample = Checkout.root().resolve("samples/orders.jsonl");

        Cli.Result result = cli.run("append", "--dir", "mirror", "--from", sample.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCodes.GOOD);
        assertThat(result.lines().subList(0, 2))
                .containsExactly(
                        "appended 1,321 events · 0 already recorded",
                        "log 1,321 · store 1,321 · in parity · log intact (every event compared)");
        assertThat(cli.run("verify", "--dir", "mirror").code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void records_nothing_new_when_the_same_file_comes_again() throws IOException {
        appended(Drafts.lines(1, 50));
        byte[] log = log();

        Cli.Result again = cli.runWith(Drafts.lines(1, 50), "append", "--dir", "mirror", "--from", "-");

        assertThat(again.lines()).contains("appended 0 events · 50 already recorded");
        assertThat(again.code()).isEqualTo(ExitCodes.GOOD);
        assertThat(log()).isEqualTo(log);
    }

    @Test
    void prints_a_receipt_for_each_event_in_the_order_of_the_input_and_keeps_the_rest_off_standard_output() {
        Cli.Result result = cli.runWith(
                Drafts.lines(1, 3) + Drafts.lines(2, 2), "append", "--dir", "mirror", "--from", "-", "--receipts");

        assertThat(result.out()).isEqualTo("""
                        {"seq":1,"id":"e-1","outcome":"mirrored"}
                        {"seq":2,"id":"e-2","outcome":"mirrored"}
                        {"seq":3,"id":"e-3","outcome":"mirrored"}
                        {"seq":2,"id":"e-2","outcome":"already_recorded"}
                        """);
        assertThat(result.err())
                .contains("appended 3 events · 1 already recorded")
                .contains("in parity");
    }

    @Test
    void prints_one_json_text_with_counts_and_verdict() {
        Cli.Result result = cli.runWith(Drafts.lines(1, 3), "append", "--dir", "mirror", "--from", "-", "--json");

        assertThat(result.lines()).hasSize(1);
        assertThat(result.out())
                .startsWith("{\"appended\":3,\"already_recorded\":0,\"pending\":0,\"refused\":0,\"skipped\":0,")
                .contains(
                        "\"verification\":{\"verdict\":\"in_parity\",\"level\":\"full\",\"log\":{\"verdict\":\"intact\","
                                + "\"events\":3},\"store\":{\"events\":3}");
    }

    @Test
    void stops_at_a_bad_line_names_it_and_appends_nothing_behind_it() {
        String input = Drafts.lines(1, 2) + "{\"event_type\":\"a.v1\",\"paylod\":1}\n" + Drafts.lines(3, 4);

        Cli.Result result = cli.runWith(input, "append", "--dir", "mirror", "--from", "-");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err())
                .isEqualTo("line 3 refused: draft: expected the keys id, event_type, source, observed_at, trace_id,"
                        + " session_id, domain_tags, payload, found the key \"paylod\"\n");
        assertThat(result.lines().get(0)).isEqualTo("appended 2 events · 0 already recorded · stopped at a refusal");
        assertThat(ids()).containsExactly("e-1", "e-2");
    }

    @Test
    void stops_at_a_conflict_and_appends_nothing_behind_it_although_it_was_read_ahead() {
        appended(Drafts.lines(1, 1));
        String input = Drafts.lines(2, 200) + Drafts.line("e-1", "\"other\"") + Drafts.lines(201, 400);

        Cli.Result result = cli.runWith(input, "append", "--dir", "mirror", "--from", "-");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err())
                .startsWith("line 200 refused: ")
                .contains("e-1")
                .contains("payload");
        assertThat(ids()).hasSize(200).endsWith("e-200");
    }

    @Test
    void skips_bad_lines_and_keeps_them_as_they_were_to_be_mended_and_appended() throws IOException {
        String bad = "{\"event_type\": \"no version\",\"payload\":1}";
        String input = Drafts.lines(1, 2) + bad + "\n" + Drafts.lines(3, 3) + Drafts.line("e-2", "0") + "nonsense\n"
                + Drafts.lines(4, 4);

        Cli.Result result = cli.runWith(input, "append", "--dir", "mirror", "--from", "-", "--on-error", "skip");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("line 3 refused: event_type: expected"))
                .anyMatch(line -> line.startsWith("line 5 refused: "))
                .anyMatch(line -> line.startsWith("line 6 refused: draft: expected one JSON object"));
        assertThat(result.lines().get(0))
                .isEqualTo("appended 4 events · 0 already recorded · 3 skipped, kept in "
                        + folder.resolve("skipped-lines.jsonl"));
        assertThat(ids()).containsExactly("e-1", "e-2", "e-3", "e-4");
        assertThat(Files.readString(folder.resolve("skipped-lines.jsonl")))
                .isEqualTo(bad + "\n" + Drafts.line("e-2", "0") + "nonsense\n");
    }

    @Test
    void keeps_skipped_lines_of_several_runs_behind_one_another_where_it_is_told() throws IOException {
        cli.runWith("x\n", "append", "--dir", "mirror", "--from", "-", "--on-error", "skip", "--skipped", "bad.txt");
        cli.runWith("y\n", "append", "--dir", "mirror", "--from", "-", "--on-error", "skip", "--skipped", "bad.txt");

        assertThat(Files.readString(folder.resolve("bad.txt"))).isEqualTo("x\ny\n");
    }

    @Test
    void skips_a_line_longer_than_any_draft_and_keeps_it_whole() throws IOException {
        String longLine = "{\"event_type\":\"a.v1\",\"payload\":\"" + "x".repeat(2_100_000) + "\"}";

        Cli.Result result = cli.runWith(
                Drafts.lines(1, 1) + longLine + "\n" + Drafts.lines(2, 2),
                "append",
                "--dir",
                "mirror",
                "--from",
                "-",
                "--on-error",
                "skip");

        assertThat(result.err()).contains("line 2 refused: draft: expected at most 2,000,000 bytes, found 2,100,034");
        assertThat(Files.readString(folder.resolve("skipped-lines.jsonl"))).isEqualTo(longLine + "\n");
        assertThat(ids()).containsExactly("e-1", "e-2");
    }

    @Test
    void goes_on_quickly_where_every_line_is_refused() {
        appended(Drafts.lines(1, 1_500));
        StringBuilder conflicts = new StringBuilder();
        for (int i = 1; i <= 1_500; i++) {
            conflicts.append(Drafts.line("e-" + i, "\"other\""));
        }

        Cli.Result result =
                cli.runWith(conflicts.toString(), "append", "--dir", "mirror", "--from", "-", "--on-error", "skip");

        assertThat(result.lines().get(0)).startsWith("appended 0 events · 0 already recorded · 1,500 skipped");
    }

    @Test
    void refuses_to_keep_skipped_lines_inside_the_ledgers_directory() {
        Cli.Result result = cli.runWith(
                "x\n",
                "append",
                "--dir",
                "mirror",
                "--from",
                "-",
                "--on-error",
                "skip",
                "--skipped",
                "mirror/bad.jsonl");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("inside the ledger's own directory").contains("--skipped FILE");
        assertThat(folder.resolve("mirror")).doesNotExist();
    }

    @Test
    void appends_one_event_from_options() {
        Cli.Result result = cli.run(
                "append",
                "--dir",
                "mirror",
                "--type",
                "com.example.order_placed.v1",
                "--payload",
                "{\"total\": 12.50}",
                "--id",
                "o-1",
                "--source",
                "tool:shop",
                "--observed-at",
                "2026-11-23T10:00:00+01:00",
                "--trace",
                "t-1",
                "--session",
                "s-1",
                "--tag",
                "a",
                "--tag",
                "b");

        assertThat(result.code()).isEqualTo(ExitCodes.GOOD);
        assertThat(result.lines().get(0)).isEqualTo("appended 1 event · 0 already recorded");
        assertThat(cli.run("show", "--dir", "mirror", "o-1", "--json").out())
                .contains("\"observed_at\":\"2026-11-23T09:00:00.000000Z\"")
                .contains(
                        "\"source\":{\"type\":\"tool\",\"name\":\"shop\"},\"event_type\":\"com.example.order_placed.v1\","
                                + "\"trace_id\":\"t-1\",\"session_id\":\"s-1\",\"domain_tags\":[\"a\",\"b\"]")
                .endsWith("\"payload\":{\"total\":12.50}}\n");
    }

    @Test
    void gives_an_event_without_id_one_that_begins_with_evt() {
        cli.run("append", "--dir", "mirror", "--type", "a.v1", "--payload", "1", "--receipts");

        assertThat(ids()).singleElement().asString().matches("evt_[0-9A-HJKMNP-TV-Z]{26}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "NaN", "[1", "\"\\ud800\"", "1 2"})
    void refuses_a_payload_that_is_not_strict_json(String payload) {
        Cli.Result result = cli.run("append", "--dir", "mirror", "--type", "a.v1", "--payload", payload);

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("the event refused: ").contains("payload");
        assertThat(ids()).isEmpty();
    }

    @Test
    void refuses_a_draft_of_the_ledgers_own_types() {
        Cli.Result result = cli.run("append", "--dir", "mirror", "--type", "diptych.healed.v1", "--payload", "{}");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).contains("diptych.");
    }

    @Test
    void refuses_an_event_that_is_longer_than_a_line_may_be() {
        String payload = "\"" + "x".repeat(1_000_000) + "\"";

        Cli.Result result = cli.runWith(Drafts.line("e-1", payload), "append", "--dir", "mirror", "--from", "-");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("line 1 refused: ").contains("1000000");
        assertThat(ids()).isEmpty();
    }

    @Test
    void takes_times_and_numbers_alike_in_every_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            Cli.Result result = cli.runWith(Drafts.lines(1, 1_200), "append", "--dir", "mirror", "--from", "-");

            assertThat(result.lines().get(0)).isEqualTo("appended 1,200 events · 0 already recorded");
            assertThat(result.code()).isEqualTo(ExitCodes.GOOD);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void verifies_as_thoroughly_as_it_is_told() {
        appended(Drafts.lines(1, 5));

        assertThat(cli.runWith(Drafts.lines(6, 6), "append", "--dir", "mirror", "--from", "-", "--verify", "none")
                        .out())
                .isEqualTo("appended 1 event · 0 already recorded\n");
        assertThat(cli.runWith(Drafts.lines(7, 7), "append", "--dir", "mirror", "--from", "-", "--verify", "quick")
                        .out())
                .contains("in parity · log intact (quick");
        assertThat(cli.runWith(Drafts.lines(8, 8), "append", "--dir", "mirror", "--from", "-", "--verify", "since")
                        .out())
                .contains("in parity · log intact (since the mark)");
    }

    private void appended(String input) {
        assertThat(cli.runWith(input, "append", "--dir", "mirror", "--from", "-")
                        .code())
                .isEqualTo(ExitCodes.GOOD);
    }

    private byte[] log() throws IOException {
        return Files.readAllBytes(folder.resolve("mirror/log/00000000000000000001.jsonl"));
    }

    private List<String> ids() {
        return cli.run("query", "--dir", "mirror", "--all", "--json")
                .out()
                .lines()
                .map(line -> line.replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
