package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final String COLOUR = "\u001b[";

    private static final List<String> COMMANDS = List.of(
            "init",
            "append",
            "verify",
            "audit",
            "replay",
            "show",
            "query",
            "tail",
            "status",
            "recover",
            "keys",
            "keys generate",
            "keys show",
            "keys rotate",
            "keys revoke",
            "keys require",
            "checkpoint",
            "prove",
            "check-proof",
            "completion");

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
    }

    @Test
    void the_help_of_the_top_command_lists_every_command_and_every_exit_code() {
        Cli.Result help = cli.run("--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains(
                        "init",
                        "append",
                        "verify",
                        "audit",
                        "replay",
                        "show",
                        "query",
                        "tail",
                        "status",
                        "recover",
                        "keys",
                        "checkpoint",
                        "prove",
                        "check-proof",
                        "completion")
                .contains("  0 ", "  2 ", "  3 ", "  4 ", "  5 ", "  6 ", "  7 ", "  70 ", "  128+n ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "append",
                "verify",
                "audit",
                "replay",
                "show",
                "query",
                "tail",
                "status",
                "recover",
                "keys",
                "checkpoint",
                "prove",
                "check-proof",
                "completion"
            })
    void the_help_of_every_command_has_examples(String command) {
        Cli.Result help = cli.run(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Examples:\n  ").contains("diptych " + command);
        assertThat(cli.run("help", command).out()).isEqualTo(help.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate", "show", "rotate", "revoke", "require"})
    void the_help_of_every_command_about_keys_has_examples(String command) {
        Cli.Result help = cli.run("keys", command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Examples:\n  ").contains("diptych keys " + command);
    }

    @Test
    void every_command_that_an_example_or_a_message_names_is_there() {
        for (String command : COMMANDS) {
            String[] words = (command + " --help").split(" ");
            Matcher named = Pattern.compile("diptych ((?:keys )?[a-z][a-z-]+)")
                    .matcher(cli.run(words).out());
            while (named.find()) {
                assertThat(cli.run((named.group(1) + " --help").split(" ")).code())
                        .as(named.group())
                        .isZero();
            }
        }
    }

    @Test
    void no_help_is_wider_than_a_hundred_columns() {
        for (String command : COMMANDS) {
            assertThat(cli.run((command + " --help").split(" ")).lines())
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
        }
    }

    @Test
    void says_its_version_and_the_format_that_it_writes() {
        assertThat(cli.run("--version").out()).startsWith("diptych ").contains("format diptych/1 · Java ");
    }

    @Test
    void a_misspelled_command_is_a_usage_error_that_suggests_the_right_one() {
        Cli.Result result = cli.run("verfy");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("verfy")
                .contains("verify")
                .contains("Nothing was done. Next: diptych --help");
    }

    @Test
    void no_command_at_all_is_a_usage_error() {
        assertThat(cli.run().code()).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.run().err())
                .isEqualTo("diptych: a command is missing\nNothing was done. Next: diptych --help\n");
    }

    @Test
    void an_unknown_option_names_the_command_whose_help_is_next() {
        Cli.Result result = cli.run("verify", "--dri", "mirror");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("'--dri'").endsWith("Nothing was done. Next: diptych verify --help\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "append --dir m",
                "append --dir m --from x --git-history .",
                "append --dir m --from x --type a.v1 --payload 1",
                "append --dir m --type a.v1",
                "append --dir m --payload 1",
                "append --dir m --id x",
                "append --dir m --from - --on-error perhaps",
                "append --dir m --from - --skipped x",
                "append --dir m --from - --verify somewhat",
                "verify --dir m --quick --since 1:00",
                "verify --dir m --since 1:00",
                "verify --dir m --log nowhere:x",
                "verify --dir m --log x",
                "query --dir m --limit 0",
                "query --dir m --limit 5 --all",
                "query --dir m --from yesterday",
                "query --dir m --type x",
                "query --dir m --after -1",
                "tail --dir m -n -1",
                "tail --dir m -n many",
                "audit --dir m --rolling 5",
                "audit --dir m --since 1:00",
                "audit --dir m --since 1:00 --mark-file f",
                "audit --dir m --signed-from 0",
                "keys",
                "keys generate",
                "keys generate f --comment two,words",
                "keys show",
                "keys show f --ledger",
                "keys rotate --dir m --to f",
                "keys revoke --dir m --reason why",
                "keys require --dir m",
                "checkpoint --dir m",
                "checkpoint --dir m --tag",
                "prove --dir m e",
                "prove --dir m e/f --against c",
                "check-proof --dir m",
                "show --dir m",
                "show --dir m a/b",
                "show --dir m 0",
                "show --dir m 1 2",
            })
    void an_unclear_command_does_nothing_and_exits_with_2(String command) {
        Cli.Result result = cli.run(command.split(" "));

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).startsWith("diptych: ");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "audit", "status", "tail", "query", "show 1", "keys show --ledger"})
    void reading_where_there_is_no_ledger_exits_with_7_says_what_is_next_and_makes_nothing(String command) {
        Cli.Result result = cli.run((command + " --dir mirror").split(" "));

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("mirror").contains("Next: ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_refusal_is_a_message_on_standard_error_and_with_json_an_error_on_standard_output_too() {
        Cli.Result result = cli.run("append", "--dir", "mirror", "--from", "nowhere.jsonl", "--json");

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).startsWith("diptych: cannot append from " + folder.resolve("nowhere.jsonl"));
        assertThat(result.out())
                .startsWith("{\"error\":\"precondition\",\"message\":\"cannot append from ")
                .endsWith("\"exit_code\":7}\n");
    }

    @Test
    void the_environment_names_the_directory_where_no_option_does() {
        Cli here = cli.with("DIPTYCH_DIR", "elsewhere");

        assertThat(here.run("init").code()).isZero();
        assertThat(folder.resolve("elsewhere/log")).isDirectory();
        assertThat(here.run("init", "--dir", "mine").code()).isZero();
        assertThat(folder.resolve("mine/log")).isDirectory();
    }

    @Test
    void without_anything_said_the_ledger_is_in_mirror() {
        assertThat(cli.run("init").code()).isZero();
        assertThat(folder.resolve("mirror/store.db")).isRegularFile();
    }

    @Test
    void colours_are_for_terminals_only_and_never_with_no_color() {
        cli.runWith(Drafts.lines(1, 1), "append", "--from", "-");

        assertThat(cli.run("verify").out()).doesNotContain(COLOUR);
        assertThat(cli.onTerminal().run("verify").out()).contains(COLOUR);
        assertThat(cli.onTerminal().with("NO_COLOR", "1").run("verify").out()).doesNotContain(COLOUR);
        assertThat(cli.onTerminal().with("TERM", "dumb").run("verify").out()).doesNotContain(COLOUR);
        assertThat(cli.onTerminal().with("NO_COLOR", "1").run("--help").out()).doesNotContain(COLOUR);
    }

    @Test
    void progress_is_for_terminals_only() {
        Cli.Result piped = cli.runWith(Drafts.lines(1, 5), "append", "--from", "-");
        Cli.Result shown = cli.onTerminal().runWith(Drafts.lines(6, 9), "append", "--from", "-");

        assertThat(piped.err()).isEmpty();
        assertThat(shown.err()).contains("appending").contains("\r");
    }

    @Test
    void the_completion_script_is_one_that_bash_understands() throws IOException, InterruptedException {
        Cli.Result script = cli.run("completion");
        Path file = Files.writeString(folder.resolve("completion.sh"), script.out());

        Process bash = new ProcessBuilder("bash", "-c", "source " + file + " && complete -p diptych")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("_complete_diptych");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void a_fault_of_the_program_is_one_line_that_says_what_to_report_and_exits_with_70() {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a bug");
            }
        };

        Cli.Result result = cli.runWith(broken, "append", "--from", "-");

        assertThat(result.code()).isEqualTo(ExitCodes.INTERNAL);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err())
                .startsWith("diptych: internal error: ")
                .contains("a bug")
                .contains("diptych --version")
                .contains("--debug");
    }

    @Test
    void debugging_shows_the_stack_trace_of_a_fault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a bug");
            }
        };

        assertThat(cli.runWith(broken, "append", "--from", "-", "--debug").err())
                .contains("\tat dev.diptych.");
        assertThat(cli.with("DIPTYCH_DEBUG", "1")
                        .runWith(broken, "append", "--from", "-")
                        .err())
                .contains("\tat dev.diptych.");
    }

    @Test
    void an_input_that_fails_in_the_middle_keeps_what_came_before_and_exits_with_7() {
        byte[] first = Drafts.lines(1, 3).getBytes(StandardCharsets.UTF_8);
        InputStream failing = new InputStream() {
            private final InputStream good = new ByteArrayInputStream(first);

            @Override
            public int read() throws IOException {
                int b = good.read();
                if (b < 0) {
                    throw new IOException("the disk has gone");
                }
                return b;
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                int read = good.read(target, from, count);
                if (read < 0) {
                    throw new IOException("the disk has gone");
                }
                return read;
            }
        };

        Cli.Result result = cli.runWith(failing, "append", "--from", "-");

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("the disk has gone").contains("What was acknowledged before is recorded");
        assertThat(cli.run("query", "--all").lines()).hasSize(3);
    }

    @Test
    void a_reader_that_goes_away_ends_the_command_as_a_broken_pipe_does() {
        cli.runWith(Drafts.lines(1, 500), "append", "--from", "-");
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = cli.run(InputStream.nullInputStream(), closed, err, "query", "--all", "--json");

        assertThat(code).isEqualTo(ExitCodes.OUTPUT_CLOSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void an_append_whose_receipts_nobody_reads_stops_says_so_and_leaves_a_sound_ledger() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream input = new ByteArrayInputStream(Drafts.lines(1, 5_000).getBytes(StandardCharsets.UTF_8));

        int code = cli.run(input, closed, err, "append", "--from", "-", "--receipts");

        assertThat(code).isEqualTo(ExitCodes.OUTPUT_CLOSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output was closed: stopped");
        assertThat(cli.run("verify").code()).isZero();
    }
}
