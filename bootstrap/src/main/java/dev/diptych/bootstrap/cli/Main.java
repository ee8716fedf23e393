package dev.diptych.bootstrap.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Where the process begins: takes its streams, environment and signals, and hands them to the command line.
 *
 * <p>A signal (TERM, INT, HUP) makes the Java virtual machine run the shutdown hook below: it asks the command to stop and
 * waits until the command has ended by itself, which means that what was handed in is awaited and the mirror is closed; then
 * the machine exits with 128 and the signal's number.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Stop stop = new Stop();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(stop, ended), "diptych-signal"));
        int code;
        try {
            code = new DiptychCommandLine(ofThisProcess(stop)).run(arguments);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static void awaitEnd(Stop stop, CountDownLatch ended) {
        stop.ask();
        try {
            ended.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<char[]> ask(String question) {
        // Without a console of its own, this Java cannot keep what is typed from being shown.
        return Optional.ofNullable(System.console())
                .flatMap(terminal -> Optional.ofNullable(terminal.readPassword("%s", question)));
    }

    private static Console ofThisProcess(Stop stop) {
        // The launcher knows which of the streams are terminals; Java alone knows only whether all of them are.
        String terminals = System.getProperty("diptych.terminals", "");
        List<String> known = List.of(terminals.split(","));
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new Output(new FileOutputStream(FileDescriptor.out)),
                new Output(new FileOutputStream(FileDescriptor.err)),
                known.contains("out"),
                known.contains("err"),
                question -> known.contains("in") ? ask(question) : Optional.empty(),
                System.getenv(),
                System.getProperty("user.name", "unknown"),
                Path.of("").toAbsolutePath(),
                stop);
    }
}
