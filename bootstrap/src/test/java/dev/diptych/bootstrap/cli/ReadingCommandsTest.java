package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.config.MirrorDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCommandsTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void append() {
        cli = Cli.in(folder);
        StringBuilder drafts = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            drafts.append("{\"id\":\"e-")
                    .append(i)
                    .append("\",\"event_type\":\"a.")
                    .append(i % 2 == 0 ? "even" : "odd")
                    .append(".v1\",\"observed_at\":\"2026-01-")
                    .append(i < 10 ? "0" : "")
                    .append(i)
                    .append("T12:00:00Z\",\"source\":{\"type\":\"tool\",\"name\":\"t")
                    .append(i % 3)
                    .append("\"},\"trace_id\":\"tr-")
                    .append(i % 5)
                    .append("\",\"session_id\":\"s-")
                    .append(i % 4)
                    .append("\",\"domain_tags\":[\"all\",\"mod")
                    .append(i % 6)
                    .append("\"],\"payload\":{\"n\":")
                    .append(i)
                    .append(",\"t\":\"\u202eé\"}}\n");
        }
        assertThat(cli.runWith(drafts.toString(), "append", "--from", "-").code())
                .isZero();
    }

    @Test
    void shows_an_event_by_its_id_and_by_its_sequence() {
        String byId = cli.run("show", "e-7").out();

        assertThat(byId)
                .contains("seq           7\n")
                .contains("event_type    a.odd.v1\n")
                .contains("observed_at   2026-01-07T12:00:00.000000Z\n")
                .contains("source        tool t1\n")
                .contains("trace_id      tr-2\n")
                .contains("domain_tags   [\"all\",\"mod1\"]\n");
        assertThat(cli.run("show", "7").out()).isEqualTo(byId);
    }

    @Test
    void makes_characters_that_turn_writing_round_visible_for_people_and_leaves_them_alone_in_json() {
        assertThat(cli.run("show", "7").out()).contains("\\u202eé").doesNotContain("\u202e");
        assertThat(cli.run("show", "7", "--json").out()).contains("\u202eé");
    }

    @Test
    void shows_as_json_the_very_line_of_the_log() throws IOException {
        List<String> log = Files.readAllLines(folder.resolve("mirror/log/00000000000000000001.jsonl"));

        assertThat(cli.run("show", "7", "--json").out()).isEqualTo(log.get(6) + "\n");
    }

    @Test
    void says_how_far_the_store_reaches_where_an_event_is_not_there() {
        for (String which : List.of("e-31", "31", "9007199254740991")) {
            Cli.Result result = cli.run("show", which);
            assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
            assertThat(result.err())
                    .contains("no event " + which)
                    .contains("up to 30")
                    .contains("Next: diptych query");
        }
    }

    @Test
    void takes_digits_for_an_id_when_it_is_told() {
        cli.runWith(Drafts.line("7", "1"), "append", "--from", "-");

        assertThat(cli.run("show", "7", "--by-id").out()).contains("seq           31\n");
    }

    @Test
    void finds_events_by_each_condition_and_by_all_together() {
        assertThat(sequences("--type", "a.even.v1")).hasSize(15).startsWith(2L, 4L);
        assertThat(sequences("--source", "tool")).hasSize(30);
        assertThat(sequences("--source", "tool:t1")).hasSize(10).startsWith(1L, 4L);
        assertThat(sequences("--trace", "tr-3")).containsExactly(3L, 8L, 13L, 18L, 23L, 28L);
        assertThat(sequences("--session", "s-1")).hasSize(8);
        assertThat(sequences("--tag", "mod5")).containsExactly(5L, 11L, 17L, 23L, 29L);
        assertThat(sequences("--from", "2026-01-10T12:00:00Z", "--before", "2026-01-12T13:00:00+01:00"))
                .containsExactly(10L, 11L);
        assertThat(sequences("--type", "a.odd.v1", "--trace", "tr-3", "--newest-first"))
                .containsExactly(23L, 13L, 3L);
        assertThat(sequences("--tag", "none")).isEmpty();
    }

    @Test
    void goes_through_pages_and_says_where_to_go_on() {
        cli.runWith(Drafts.lines(100, 1_400), "append", "--from", "-");

        Cli.Result first = cli.run("query");
        assertThat(first.lines()).hasSize(100);
        assertThat(first.err()).isEqualTo("there is more: --all, --limit N, or go on with --after 100\n");
        assertThat(sequences("--after", "100", "--limit", "3")).containsExactly(101L, 102L, 103L);
        assertThat(sequences("--after", "3", "--newest-first")).containsExactly(2L, 1L);
        assertThat(sequences("--all")).hasSize(1_331).doesNotHaveDuplicates().isSorted();
        assertThat(cli.run("query", "--limit", "1331").err()).isEmpty();
    }

    @Test
    void prints_the_newest_events() {
        assertThat(cli.run("tail").lines())
                .hasSize(10)
                .last()
                .asString()
                .startsWith("30  2026-01-30T12:00:00.000000Z  a.even.v1");
        assertThat(cli.run("tail", "-n", "2", "--json").out())
                .startsWith("{\"seq\":29,")
                .contains("\n{\"seq\":30,");
        assertThat(cli.run("tail", "-n", "0").out()).isEmpty();
        assertThat(cli.run("tail", "-n", "1000").lines()).hasSize(30);
    }

    @Test
    void says_how_the_ledger_is() {
        Cli.Result status = cli.run("status");

        assertThat(status.code()).isZero();
        assertThat(status.out())
                .contains("log      jsonl:" + folder.resolve("mirror/log") + "   head 30:")
                .contains("store    sqlite:" + folder.resolve("mirror/store.db") + "   head 30:")
                .contains("writer   none; the last one closed cleanly\n")
                .contains("verdict  in parity · log intact");
    }

    @Test
    void says_as_json_how_the_ledger_is() {
        assertThat(cli.run("status", "--json").out())
                .contains("\"ledger_id\":\"")
                .contains("\"seq\":30")
                .contains("\"closed_cleanly\":true")
                .contains(
                        "\"verification\":{\"verdict\":\"in_parity\",\"level\":\"quick\",\"log\":{\"verdict\":\"intact\","
                                + "\"events\":null}");
    }

    @Test
    void reading_leaves_the_ledger_as_it_was() throws IOException {
        byte[] log = Files.readAllBytes(folder.resolve("mirror/log/00000000000000000001.jsonl"));

        for (String command : List.of("status", "verify", "verify --quick", "tail", "query --all", "show 3")) {
            assertThat(cli.run(command.split(" ")).code()).as(command).isZero();
        }

        assertThat(new MirrorDirectory(folder.resolve("mirror")).foreignNames()).isEmpty();
        assertThat(cli.run("status").out()).contains("closed cleanly");
        assertThat(Files.readAllBytes(folder.resolve("mirror/log/00000000000000000001.jsonl")))
                .isEqualTo(log);
    }

    private List<Long> sequences(String... conditions) {
        String[] command = new String[conditions.length + 1];
        command[0] = "query";
        System.arraycopy(conditions, 0, command, 1, conditions.length);
        Cli.Result result = cli.run(command);
        assertThat(result.code()).as(result.err()).isZero();
        return result.lines().stream()
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .toList();
    }
}
