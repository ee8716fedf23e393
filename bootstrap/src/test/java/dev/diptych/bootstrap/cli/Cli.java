package dev.diptych.bootstrap.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command line inside the test's own process, in a directory and with streams of its own. */
final class Cli {
    private final Path workingDirectory;
    private final Map<String, String> environment;
    private final boolean terminal;
    private final Optional<String> secret;
    private final Stop stop = new Stop();

    private Cli(Path workingDirectory, Map<String, String> environment, boolean terminal, Optional<String> secret) {
        this.workingDirectory = workingDirectory;
        this.environment = environment;
        this.terminal = terminal;
        this.secret = secret;
    }

    static Cli in(Path workingDirectory) {
        return new Cli(workingDirectory, Map.of(), false, Optional.empty());
    }

    Cli with(String variable, String value) {
        return new Cli(workingDirectory, Map.of(variable, value), terminal, secret);
    }

    Cli onTerminal() {
        return new Cli(workingDirectory, environment, true, secret);
    }

    /** With somebody at the terminal who types this when asked for a secret. */
    Cli typing(String answer) {
        return new Cli(workingDirectory, environment, terminal, Optional.of(answer));
    }

    Stop stop() {
        return stop;
    }

    Result run(String... arguments) {
        return runWith("", arguments);
    }

    /** With text on standard input. */
    Result runWith(String input, String... arguments) {
        return runWith(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
    }

    Result runWith(InputStream input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = run(input, out, err, arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    int run(InputStream input, OutputStream out, OutputStream err, String... arguments) {
        Console console = new Console(
                input,
                new Output(out),
                new Output(err),
                terminal,
                terminal,
                question -> secret.map(String::toCharArray),
                environment,
                "tester",
                workingDirectory,
                stop);
        return new DiptychCommandLine(console).run(arguments);
    }

    /** What a run came to. */
    record Result(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }
}
