package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.AnchorFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that do not take the checkpoint, and what is said of them. */
final class CommandSinkTest {
    private static final String NOTE = "origin\n1\nroot\n\n— origin c2lnbmF0dXJl\n";

    @TempDir
    Path directory;

    private static CommandSink sh(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return new CommandSink(command, CommandSink.LIMIT);
    }

    @Test
    void tells_the_exit_code_and_the_last_lines_of_what_the_command_complained_about() {
        CommandSink sink = sh("cat >/dev/null; for i in $(seq 30); do echo \"line $i\" >&2; done; exit 3");

        assertThatThrownBy(() -> sink.anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageStartingWith(
                        "the command sh did not take the checkpoint: expected exit code 0, found exit code"
                                + " 3, and it said: line 21 / line 22 / ")
                .hasMessageContaining(
                        " / line 30. Whether it kept the checkpoint is not known. The ledger is as it was."
                                + " Next: ");
    }

    @Test
    void tells_the_signal_that_ended_a_command_and_that_it_said_nothing() {
        assertThatThrownBy(() -> sh("kill -9 $$").anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("found exit code 137 (signal 9), and it said nothing");
    }

    @Test
    void lets_no_control_character_of_a_command_into_a_message() {
        assertThatThrownBy(
                        () -> sh("printf '\\033[31mred\\a\\r\\n' >&2; exit 1").anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("it said: [31mred. ")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void gives_arguments_as_they_are_for_no_shell_reads_them() throws IOException {
        Path file = directory.resolve("$(touch x); `touch y` & * \"z\"");

        assertThat(new CommandSink(List.of("tee", file.toString()), CommandSink.LIMIT).anchor(NOTE))
                .isEqualTo("handed to tee");
        assertThat(Files.readString(file)).isEqualTo(NOTE);
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    @Timeout(120)
    void reads_whatever_a_command_prints_so_that_it_never_waits_for_us() {
        CommandSink loud = sh("cat >/dev/null; head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 4");

        assertThatThrownBy(() -> loud.anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("exit code 4")
                .satisfies(failed -> assertThat(failed.getMessage().length()).isLessThan(10_000));
        assertThat(sh("cat >/dev/null; head -c 3000000 /dev/zero").anchor(NOTE)).isEqualTo("handed to sh");
    }

    @Test
    void needs_nobody_to_read_its_input_when_it_exits_with_0() {
        assertThat(sh("exit 0").anchor(NOTE)).isEqualTo("handed to sh");
    }

    @Test
    @Timeout(120)
    void kills_a_command_and_all_that_it_started_when_time_is_up() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        CommandSink slow = new CommandSink(List.of("sh", "-c", "sleep 3600 & sleep 3600"), Duration.ofMillis(500));

        assertThatThrownBy(() -> slow.anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("sh did not end within 500 ms and was killed. Whether it kept");
        for (ProcessHandle left : ProcessHandle.current().descendants().toList()) {
            if (!before.contains(left)) {
                assertThat(left.onExit().get(60, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void is_killed_and_says_so_when_the_thread_that_waits_is_interrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> sh("sleep 3600").anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("interrupted while sh was running");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void says_that_there_is_no_such_program() {
        assertThatThrownBy(() -> new CommandSink(List.of("/no/such/program"), CommandSink.LIMIT).anchor(NOTE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("the command /no/such/program did not take the checkpoint")
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void refuses_no_command_and_no_time() {
        assertThatThrownBy(() -> new CommandSink(List.of(), CommandSink.LIMIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CommandSink(List.of("tee"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
