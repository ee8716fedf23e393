package dev.diptych.bootstrap.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command may touch of the process that it runs in. Tests make one of their own.
 *
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: messages and progress
 * @param outIsTerminal whether a person sees {@code out} at once
 * @param errIsTerminal whether a person sees {@code err} at once
 * @param secrets asks a person for what nobody else may see
 * @param environment the environment's variables
 * @param user the name of the user who runs the command
 * @param workingDirectory what paths are relative to
 * @param stop whether the command has been asked to end
 */
record Console(
        InputStream in,
        Output out,
        Output err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        Secrets secrets,
        Map<String, String> environment,
        String user,
        Path workingDirectory,
        Stop stop) {
    /** Asks a person at a terminal. */
    @FunctionalInterface
    interface Secrets {
        /** What the person typed, which is not shown meanwhile; empty where there is no terminal to ask at. */
        Optional<char[]> ask(String question);
    }

    Console {
        environment = Map.copyOf(environment);
    }

    /** Colours are for terminals only, and never where {@code NO_COLOR} is set (https://no-color.org). */
    boolean colours() {
        return outIsTerminal && !has("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
    }

    /** Whether a variable is set to anything but nothing. */
    boolean has(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    Path resolve(Path path) {
        return workingDirectory.resolve(path).normalize();
    }

    /** A line for the person who runs the command, apart from the results. */
    void say(String text) {
        try {
            err.line(text);
            err.flush();
        } catch (OutputClosedException nobodyReads) {
            // Messages are a courtesy: the exit code and standard output say the same.
        }
    }
}
