package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only shows between processes: signals, kills, locks, pipes. Nothing here waits for a time; only for lines. */
class ProcessesTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
    }

    @Test
    void after_a_kill_in_mid_append_a_signed_ledger_is_authentic_and_goes_on_with_the_same_key() throws Exception {
        SignedLedger.in(folder);
        try (DiptychProcess append =
                DiptychProcess.start(folder, "append", "--from", "-", "--receipts", "--key", "alice")) {
            append.write(Drafts.lines(6, 400));
            append.lines(7);
            append.kill();
            append.exitCode();
        }

        Cli.Result again = cli.runWith(Drafts.lines(6, 400), "append", "--from", "-", "--key", "alice");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(cli.run("audit").lines().get(0)).isEqualTo("log 400 · signed 400 · signatures found good 400");
    }

    @Test
    void a_key_is_opened_by_the_environment_and_a_proof_goes_through_a_pipe() throws Exception {
        Tools.in(folder).sshKey("bob", "far away");
        String trusted = "bob@example.com " + Files.readString(folder.resolve("bob.pub"));
        Files.writeString(folder.resolve("trusted"), trusted);
        String script = "export DIPTYCH_KEY_PASSPHRASE='far away'\n"
                + "diptych append --key bob --type a.v1 --payload 1 --id e --verify none &&\n"
                + "diptych checkpoint --key bob >kept && diptych prove e --against kept --allowed-signers trusted |\n"
                + "diptych check-proof - --allowed-signers trusted";
        try (DiptychProcess shell = DiptychProcess.shell(folder, script)) {
            shell.endInput();
            String printed = shell.restOfOutput();

            assertThat(shell.exitCode()).as(printed + shell.restOfErrors()).isZero();
            assertThat(printed)
                    .startsWith("appended 1 event")
                    .contains("the proof holds")
                    .contains("bob@example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void after_a_kill_in_mid_append_every_acknowledged_event_is_there(int acknowledged) throws Exception {
        List<String> receipts;
        try (DiptychProcess append = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            Thread feeder = feeding(append, 5_000);
            receipts = append.lines(acknowledged);
            append.kill();
            append.exitCode();
            receipts.addAll(append.restOfOutput()
                    .lines()
                    .filter(line -> line.endsWith("}"))
                    .toList());
            feeder.join();
        }

        Cli.Result reopened = cli.runWith("", "append", "--from", "-");

        assertThat(reopened.code()).as(reopened.err()).isZero();
        assertThat(cli.run("verify").code()).isZero();
        List<String> recorded = cli.run("query", "--all", "--json").lines();
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(receipts.size());
        for (int i = 0; i < receipts.size(); i++) {
            assertThat(receipts.get(i))
                    .isEqualTo("{\"seq\":" + (i + 1) + ",\"id\":\"e-" + (i + 1) + "\",\"outcome\":\"mirrored\"}");
            assertThat(recorded.get(i))
                    .startsWith("{\"seq\":" + (i + 1) + ",")
                    .contains("\"id\":\"e-" + (i + 1) + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130", "HUP,129"})
    void a_signal_ends_an_append_cleanly_although_its_input_goes_on(String signal, int code) throws Exception {
        try (DiptychProcess append = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            append.write(Drafts.lines(1, 3));
            List<String> receipts = append.lines(3);

            append.signal(signal);

            assertThat(append.exitCode()).isEqualTo(code);
            assertThat(receipts).last().asString().contains("\"seq\":3");
            assertThat(append.restOfErrors()).contains("appended 3 events · 0 already recorded · stopped by a signal");
        }
        assertThat(cli.run("status").out()).contains("the last one closed cleanly");
        assertThat(cli.run("verify").code()).isZero();
    }

    @Test
    void a_second_process_fails_at_once_with_the_holders_pid_and_reading_goes_on_beside_it() throws Exception {
        try (DiptychProcess holder = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            holder.write(Drafts.lines(1, 3));
            holder.lines(3);

            for (String command : List.of("append --from -", "init", "replay", "recover")) {
                try (DiptychProcess second = DiptychProcess.start(folder, command.split(" "))) {
                    second.endInput();
                    assertThat(second.exitCode()).as(command).isEqualTo(ExitCodes.PRECONDITION);
                    assertThat(second.restOfErrors())
                            .contains(Long.toString(holder.pid()))
                            .contains("Next: ");
                }
            }
            try (DiptychProcess reader = DiptychProcess.start(folder, "verify", "--json")) {
                assertThat(reader.exitCode()).isZero();
                assertThat(reader.restOfOutput()).contains("\"verdict\":\"in_parity\"");
            }
            try (DiptychProcess reader = DiptychProcess.start(folder, "status")) {
                assertThat(reader.exitCode()).isZero();
                assertThat(reader.restOfOutput()).contains("held by process " + holder.pid());
            }
            holder.write(Drafts.lines(4, 4));
            assertThat(holder.line()).contains("\"seq\":4");
            holder.endInput();
            assertThat(holder.exitCode()).isZero();
        }
    }

    @Test
    void two_mirrors_in_one_process_are_kept_apart_too() throws Exception {
        try (var holder = dev.diptych.bootstrap.Diptych.open(folder.resolve("mirror"))) {
            Cli.Result second = cli.run("init");

            assertThat(second.code()).isEqualTo(ExitCodes.PRECONDITION);
            assertThat(second.err())
                    .contains(Long.toString(ProcessHandle.current().pid()));
            assertThat(holder.state().stopped()).isEmpty();
        }
    }

    @Test
    void a_receipt_is_printed_as_soon_as_its_event_is_durable_although_more_input_may_come() throws Exception {
        try (DiptychProcess append = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            for (int i = 1; i <= 3; i++) {
                append.write(Drafts.lines(i, i));
                assertThat(append.line())
                        .isEqualTo("{\"seq\":" + i + ",\"id\":\"e-" + i + "\",\"outcome\":\"mirrored\"}");
            }
            append.endInput();
            assertThat(append.exitCode()).isZero();
        }
    }

    @Test
    void a_follower_prints_events_as_they_are_mirrored_and_ends_at_a_signal() throws Exception {
        cli.runWith(Drafts.lines(1, 3), "append", "--from", "-");
        try (DiptychProcess tail = DiptychProcess.start(folder, "tail", "-f", "-n", "2", "--json")) {
            assertThat(tail.line()).startsWith("{\"seq\":2,");
            assertThat(tail.line()).startsWith("{\"seq\":3,");

            cli.runWith(Drafts.lines(4, 5), "append", "--from", "-");
            assertThat(tail.line()).startsWith("{\"seq\":4,");
            assertThat(tail.line()).startsWith("{\"seq\":5,");

            tail.terminate();
            assertThat(tail.exitCode()).isEqualTo(128 + 15);
            assertThat(tail.restOfOutput()).isEmpty();
        }
    }

    @Test
    void a_reader_that_goes_away_ends_a_follower_by_itself() throws Exception {
        cli.runWith(Drafts.lines(1, 2_000), "append", "--from", "-");

        try (DiptychProcess shell = DiptychProcess.shell(
                folder, "diptych query --all --json | head -n 1 | cut -c1-8; echo ${PIPESTATUS[0]}")) {
            assertThat(shell.line()).isEqualTo("{\"seq\":1");
            assertThat(shell.line()).isEqualTo(Integer.toString(ExitCodes.OUTPUT_CLOSED));
            assertThat(shell.restOfErrors()).isEmpty();
        }
    }

    @Test
    void memory_does_not_grow_with_the_number_of_drafts() throws Exception {
        int events = 60_000;
        try (DiptychProcess append =
                DiptychProcess.startWith(List.of("-Xmx24m"), folder, "append", "--from", "-", "--verify", "full")) {
            Thread feeder = feeding(append, events);

            assertThat(append.line()).isEqualTo("appended 60,000 events · 0 already recorded");
            assertThat(append.line()).startsWith("log 60,000 · store 60,000 · in parity · log intact");
            feeder.join();
            assertThat(append.exitCode()).isZero();
        }
    }

    @Test
    void a_log_that_can_grow_no_more_refuses_the_rest_and_goes_on_when_there_is_room() throws Exception {
        StringBuilder drafts = new StringBuilder();
        for (int i = 1; i <= 600; i++) {
            drafts.append(Drafts.line("e-" + i, "\"" + "x".repeat(9_000) + "\""));
        }
        Files.writeString(folder.resolve("drafts.jsonl"), drafts);

        List<String> receipts;
        try (DiptychProcess limited = DiptychProcess.shell(
                folder, "ulimit -f 3000; diptych append --from drafts.jsonl --receipts; echo \"ended with $?\"")) {
            receipts = new ArrayList<>(limited.restOfOutput().lines().toList());
            assertThat(limited.restOfErrors()).contains("File too large").contains("Next: ");
        }
        assertThat(receipts.remove(receipts.size() - 1)).isEqualTo("ended with " + ExitCodes.PRECONDITION);
        assertThat(receipts).hasSizeBetween(1, 599);
        assertThat(cli.run("verify").code()).isZero();

        Cli.Result roomy = cli.run("append", "--from", "drafts.jsonl");

        assertThat(roomy.code()).as(roomy.err()).isZero();
        assertThat(roomy.lines().get(1)).startsWith("log 600 · store 600 · in parity · log intact");
    }

    @Test
    void an_interrupted_replay_is_finished_by_the_next() throws Exception {
        cli.runWith(Drafts.lines(1, 3_000), "append", "--from", "-", "--verify", "none");
        Ledgers.deleteStore(folder.resolve("mirror"));
        try (DiptychProcess replay = DiptychProcess.start(folder, "replay")) {
            replay.terminate();
            replay.exitCode();
        }

        assertThat(cli.run("replay").code()).isZero();
        assertThat(cli.run("verify").code()).isZero();
    }

    @Test
    void a_directory_that_may_not_be_written_is_refused_for_writing_and_read_all_the_same() throws Exception {
        cli.runWith(Drafts.lines(1, 3), "append", "--from", "-");
        Path mirror = folder.resolve("mirror");
        List<Path> all = new ArrayList<>();
        try (var files = Files.walk(mirror)) {
            files.forEach(all::add);
        }
        for (Path path : all) {
            new ProcessBuilder("chmod", "a-w", path.toString()).start().waitFor();
        }
        try {
            assertThat(cli.run("verify").code()).isZero();
        } finally {
            for (Path path : all) {
                new ProcessBuilder("chmod", "u+w", path.toString()).start().waitFor();
            }
        }
        assertThat(cli.run("verify").code()).isZero();
    }

    private static Thread feeding(DiptychProcess process, int drafts) {
        Thread feeder = new Thread(() -> {
            try {
                for (int i = 1; i <= drafts; i++) {
                    process.write(Drafts.line("e-" + i, "{\"n\":" + i + ",\"text\":\"" + "x".repeat(i % 200) + "\"}"));
                }
                process.endInput();
            } catch (IOException gone) {
                // The process was killed on purpose; what it acknowledged is what counts.
            }
        });
        feeder.start();
        return feeder;
    }
}
