package dev.diptych.adapters.anchors;

import dev.diptych.ports.driven.AnchorFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code git} program on one repository, with the commands that touch objects and refs only: neither the work tree nor
 * the index of whoever else works there. It inherits no {@code GIT_*} variable, asks nobody anything, and forces what it
 * writes.
 */
final class Git {
    private static final byte[] NOTHING = new byte[0];

    private final Path repository;
    private final Program program;
    private final Program asDiptych;

    Git(Path repository, Duration limit) {
        this.repository = repository.toAbsolutePath().normalize();
        this.program = new Program(limit, Git::clean);
        this.asDiptych = new Program(limit, inherited -> {
            clean(inherited);
            identify(inherited);
        });
    }

    Path repository() {
        return repository;
    }

    static void clean(Map<String, String> inherited) {
        inherited.keySet().removeIf(name -> name.startsWith("GIT_"));
        inherited.put("LC_ALL", "C");
        inherited.put("GIT_TERMINAL_PROMPT", "0");
        inherited.put("GIT_OPTIONAL_LOCKS", "0");
    }

    private static void identify(Map<String, String> environment) {
        environment.put("GIT_AUTHOR_NAME", "Diptych");
        environment.put("GIT_AUTHOR_EMAIL", "diptych@localhost");
        environment.put("GIT_COMMITTER_NAME", "Diptych");
        environment.put("GIT_COMMITTER_EMAIL", "diptych@localhost");
    }

    /** Refuses a directory that is no repository of its own: git would take the one above it. */
    void requireRepository() {
        String[] lines = new String(
                        must("find a repository", "rev-parse", "--absolute-git-dir", "--show-prefix")
                                .output(),
                        StandardCharsets.UTF_8)
                .split("\n", -1);
        if (lines.length > 1 && !lines[1].isEmpty()) {
            throw failed(
                    "expected a repository, found a directory inside of " + lines[0], "name the repository itself");
        }
    }

    /** Runs a command that must succeed. */
    Program.Ended must(String what, String... arguments) {
        return checked(what, run(program, NOTHING, arguments));
    }

    /** Runs a command that must succeed, with an input. */
    Program.Ended mustWith(String what, byte[] input, String... arguments) {
        return checked(what, run(program, input, arguments));
    }

    /** Runs a command that must succeed and puts a name under what it makes: the configured one, or else our own. */
    Program.Ended mustSigned(String what, byte[] input, String... arguments) {
        boolean isConfigured = isSet("user.name") && isSet("user.email");
        return checked(what, run(isConfigured ? program : asDiptych, input, arguments));
    }

    private boolean isSet(String key) {
        Program.Ended value = ask("config", "--get", key);
        return value.exit() == 0 && !value.text().isEmpty();
    }

    /** Runs a command that may fail. */
    Program.Ended ask(String... arguments) {
        return run(program, NOTHING, arguments);
    }

    private Program.Ended run(Program how, byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-C",
                repository.toString(),
                "-c",
                "core.fsync=all",
                "-c",
                "core.fsyncMethod=fsync",
                "--no-pager"));
        command.addAll(List.of(arguments));
        try {
            return how.run(command, input);
        } catch (IOException failed) {
            throw new AnchorFailedException(
                    message(Reasons.of(failed), "see that git is installed and the repository can be reached"), failed);
        }
    }

    private Program.Ended checked(String what, Program.Ended ended) {
        if (ended.exit() != 0) {
            throw failed(
                    "git could not " + what + ": " + Reasons.exit(ended.exit()) + ", and " + ended.complaint(),
                    "see that it is a git repository, work tree or bare, that this user may write in");
        }
        return ended;
    }

    /** Nothing that anybody can see was changed: objects that no ref leads to are nobody's. */
    AnchorFailedException failed(String why, String next) {
        return new AnchorFailedException(message(why, next));
    }

    private String message(String why, String next) {
        return "the checkpoint was not kept in the git repository " + repository + ": " + why
                + ". No ref was changed. Next: " + next;
    }
}
