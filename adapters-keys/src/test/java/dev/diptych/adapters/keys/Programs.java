package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real programs that keys are exchanged with. */
final class Programs {
    private static final long SECONDS_MAX = 120;

    /**
     * What a program answered.
     *
     * @param exit its exit code
     * @param output what it printed, errors included
     */
    record Answer(int exit, String output) {}

    private Programs() {}

    /** Runs a program that must succeed, and answers what it printed. */
    static String run(String... command) {
        Answer answer = ask(Map.of(), command);
        assertThat(answer.exit())
                .as(String.join(" ", command) + ": " + answer.output())
                .isZero();
        return answer.output();
    }

    /** Runs a program that may fail, with no input. */
    static Answer ask(Map<String, String> environment, String... command) {
        return start(
                new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile()), environment);
    }

    /** Runs a program that may fail, with a file as its input. */
    static Answer askWith(Path input, Map<String, String> environment, String... command) {
        return start(new ProcessBuilder(command).redirectInput(input.toFile()), environment);
    }

    private static Answer start(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        try {
            Process process = builder.redirectErrorStream(true).start();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
                return new Answer(process.exitValue(), text);
            }
        } catch (IOException missing) {
            throw new AssertionError(
                    "cannot run " + List.copyOf(builder.command()) + ", which these tests need", missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }
}
