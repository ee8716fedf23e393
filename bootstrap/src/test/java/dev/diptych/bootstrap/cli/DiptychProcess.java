package dev.diptych.bootstrap.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as a process of its own, from the classes that are being tested. */
final class DiptychProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    /** The Java from which on loading SQLite without being asked to prints a warning; the launcher and the jar ask, too. */
    private static final int NATIVE_ACCESS_SINCE = 22;

    private final Process process;
    private final BufferedReader out;
    private final BufferedReader err;

    private DiptychProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    static DiptychProcess start(Path workingDirectory, String... arguments) throws IOException {
        return startWith(List.of(), workingDirectory, arguments);
    }

    static DiptychProcess startWith(List<String> javaOptions, Path workingDirectory, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(SignalsOfChildren.byDefault());
        command.addAll(command(javaOptions, arguments));
        return new DiptychProcess(
                new ProcessBuilder(command).directory(workingDirectory.toFile()).start());
    }

    /** Through a shell, where {@code DIPTYCH} in the script is the command. */
    static DiptychProcess shell(Path workingDirectory, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(workingDirectory.toFile());
        StringBuilder quoted = new StringBuilder();
        command(List.of()).forEach(word -> quoted.append('\'').append(word).append("' "));
        builder.command(List.of("bash", "-c", "diptych() { " + quoted + "\"$@\"; }\n" + script));
        return new DiptychProcess(builder.start());
    }

    static List<String> command(List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(javaOptions);
        command.add("-cp");
        command.add(classPath());
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    void write(String text) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(text.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** The next line of standard output, waiting for it; null at the end. */
    String line() throws IOException {
        return out.readLine();
    }

    /** The next line of standard error, waiting for it; null at the end. */
    String errorLine() throws IOException {
        return err.readLine();
    }

    List<String> lines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(line());
        }
        return lines;
    }

    String restOfOutput() throws IOException {
        return rest(out);
    }

    String restOfErrors() throws IOException {
        return rest(err);
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM. Unlike {@link Process#destroy} it leaves the pipes open, so that what was printed can still be read. */
    void terminate() throws IOException, InterruptedException {
        signal("TERM");
    }

    /** SIGKILL: no hook runs, nothing is closed. */
    void kill() throws IOException, InterruptedException {
        signal("KILL");
    }

    /** Sends the signal of this name. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "process " + process.pid() + " did not end within " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String rest(BufferedReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
