package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A git repository, seen by the git of whoever else works there. */
final class Repository {
    private final Path path;

    private Repository(Path path) {
        this.path = path;
    }

    static Repository bare(Path path) {
        return made(path, "--bare");
    }

    static Repository withWorkTree(Path path) {
        return made(path, "-b", "main");
    }

    private static Repository made(Path path, String... how) {
        Repository repository = new Repository(path);
        List<String> arguments = new ArrayList<>(List.of("init", "-q"));
        arguments.addAll(List.of(how));
        assertThat(path.toFile().isDirectory() || path.toFile().mkdir()).isTrue();
        repository.git(arguments.toArray(String[]::new));
        return repository;
    }

    Path path() {
        return path;
    }

    /** What git prints. It must succeed. */
    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Somebody Else");
            environment.put("GIT_" + who + "_EMAIL", "else@example.com");
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(command + ": " + output).isZero();
            return output;
        } catch (IOException missing) {
            throw new AssertionError("cannot run git, which these tests need", missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }
}
