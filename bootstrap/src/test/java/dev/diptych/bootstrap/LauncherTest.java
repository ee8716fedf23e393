package dev.diptych.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that runs the program from a checkout. */
class LauncherTest {
    private static final String LAUNCHER =
            Checkout.root().resolve("bin/diptych").toString();

    @TempDir
    Path folder;

    @AfterEach
    void removeLinks() throws IOException {
        Checkout.removeLinks(folder);
    }

    private record Ended(int code, String out, String err) {}

    @Test
    void runs_from_any_directory_and_through_links_to_it_and_to_its_directory() throws Exception {
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("diptych"), Path.of(LAUNCHER));
        Files.createSymbolicLink(folder.resolve("again"), Path.of("links/diptych"));
        Files.createSymbolicLink(folder.resolve("bin"), Path.of(LAUNCHER).getParent());

        for (String way : new String[] {LAUNCHER, "links/diptych", "./again", "bin/diptych"}) {
            Ended ended = bash(way + " --version");
            assertThat(ended.code()).as(way + ended.err()).isZero();
            assertThat(ended.out()).startsWith("diptych ");
        }
    }

    @Test
    void hands_arguments_on_as_they_are() throws Exception {
        Ended ended = bash(LAUNCHER + " append --dir 'a b' --type a.v1 --payload '{\"x\": \"$HOME *\"}' --id e");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(Files.readString(folder.resolve("a b/log/00000000000000000001.jsonl")))
                .endsWith("\"payload\":{\"x\":\"$HOME *\"}}\n");
    }

    @Test
    void says_how_to_get_a_java_where_there_is_none_and_exits_with_7() throws Exception {
        Path tools = toolsWithoutJava();

        Ended ended = run(Map.of("PATH", tools.toString()), "bash", LAUNCHER, "--version");

        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("diptych: a JDK 17 or newer is needed, found none.")
                .contains("openjdk-17-jdk-headless")
                .contains("JAVA_HOME");
    }

    @Test
    void does_not_run_on_a_java_that_is_too_old_and_names_it() throws Exception {
        Path old = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
        Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        Path tools = toolsWithoutJava();

        Ended ended = run(
                Map.of(
                        "PATH",
                        tools.toString(),
                        "JAVA_HOME",
                        folder.resolve("old").toString()),
                "bash",
                LAUNCHER,
                "--version");

        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.err()).contains("found Java 11 at " + old);
    }

    @Test
    void gives_the_java_virtual_machine_the_options_that_the_environment_names() throws Exception {
        Ended ended = bash("DIPTYCH_JAVA_OPTS='-Xmx64m -XX:+PrintFlagsFinal' " + LAUNCHER + " --version");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).containsPattern("MaxHeapSize +=? *67108864");
    }

    @Test
    void takes_a_closed_standard_input_for_an_empty_one() throws Exception {
        Ended ended = bash(LAUNCHER + " append --dir m --from - <&-");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("appended 0 events · 0 already recorded\n");
    }

    @Test
    void harms_nothing_where_standard_output_and_error_are_closed() throws Exception {
        String draft = "append --dir m --type a.v1 --payload 1 --receipts";

        assertThat(bash(LAUNCHER + " " + draft + " >&- 2>&-").code()).isZero();
        assertThat(bash(LAUNCHER + " verify --dir m").out()).startsWith("log 1 · store 1 · in parity · log intact");
    }

    @Test
    void ends_with_the_code_of_the_signal_that_ended_the_program() throws Exception {
        Ended ended = bash("mkfifo in out; exec 8<>in; " + LAUNCHER
                + " append --dir m --from - --receipts <in >out & program=$!; exec 9<out; "
                + "echo '{\"id\":\"e\",\"event_type\":\"a.v1\",\"payload\":1}' >&8; read -r receipt <&9; "
                + "kill -TERM $program; wait $program; echo \"ended with $? after $receipt\"");

        assertThat(ended.out()).isEqualTo("ended with 143 after {\"seq\":1,\"id\":\"e\",\"outcome\":\"mirrored\"}\n");
        assertThat(bash(LAUNCHER + " status --dir m").out()).contains("closed cleanly");
    }

    private Ended bash(String script) throws Exception {
        return run(Map.of(), "bash", "-c", script);
    }

    private Ended run(Map<String, String> environment, String... command) throws Exception {
        Path errors = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectError(errors.toFile());
        builder.environment().put("DIPTYCH_CLASS_PATH", classPath());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (!environment.isEmpty()) {
            builder.environment().remove("JAVA_HOME");
            builder.environment().putAll(environment);
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return new Ended(code, out, Files.readString(errors, StandardCharsets.UTF_8));
    }

    /** A directory with what the launcher needs of the system, and no Java in it. */
    private Path toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : new String[] {"bash", "readlink", "dirname", "sed"}) {
            for (String place : new String[] {"/usr/bin", "/bin"}) {
                Path there = Path.of(place, tool);
                if (Files.isExecutable(there) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), there);
                }
            }
        }
        return tools;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
