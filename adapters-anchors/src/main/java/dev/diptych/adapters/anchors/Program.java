package dev.diptych.adapters.anchors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs another program, without a shell, and never longer than it may. Its output and errors are read by threads of their own,
 * so that neither side waits for the other; nothing of them reaches ours. When time is up, or the waiting thread is
 * interrupted, the program and all that it started are killed.
 */
final class Program {
    private static final int OUTPUT_BYTES_MAX = 256 * 1024 * 1024;
    private static final int ERROR_BYTES_KEPT = 4_096;
    private static final int ERROR_LINES_KEPT = 10;
    private static final long PATIENCE_MILLIS = 2_000;

    /**
     * How a program ended.
     *
     * @param exit its exit code
     * @param output what it printed
     * @param errors the last lines of what it complained about, without control characters
     */
    record Ended(int exit, byte[] output, String errors) {
        String text() {
            return new String(output, StandardCharsets.UTF_8).strip();
        }

        /** What it complained about, as part of a sentence. */
        String complaint() {
            return errors.isEmpty() ? "it said nothing" : "it said: " + errors;
        }
    }

    /** The program did not end in time. */
    static final class TimeUpException extends IOException {
        private static final long serialVersionUID = 1L;

        TimeUpException(List<String> command, Duration limit) {
            super(command.get(0) + " did not end within " + limit.toMillis() + " ms and was killed");
        }
    }

    private final Duration limit;
    private final Consumer<Map<String, String>> environment;

    /**
     * @param limit how long it may take
     * @param environment changes the variables that it would inherit, in place
     */
    Program(Duration limit, Consumer<Map<String, String>> environment) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("the time limit must be positive, was " + limit);
        }
        this.limit = limit;
        this.environment = environment;
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException if it cannot be started, does not end in time, prints more than anybody keeps, or the waiting thread
     *     is interrupted
     */
    Ended run(List<String> command, byte[] input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        environment.accept(builder.environment());
        Process process = builder.start();
        Collected output = new Collected(process.getInputStream(), OUTPUT_BYTES_MAX, false);
        Collected errors = new Collected(process.getErrorStream(), ERROR_BYTES_KEPT, true);
        Fed fed = new Fed(process.getOutputStream(), input);
        List<Thread> threads = List.of(started(output), started(errors), started(fed));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeUpException(command, limit);
            }
            for (Thread thread : threads) {
                // Something that it left running may hold its ends of the pipes: nobody waits for that.
                thread.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " was running, which was killed", stopped);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), output.bytes(), lastLines(errors.bytes()));
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work, "diptych-anchor");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String lastLines(byte[] errors) {
        List<String> lines = new String(errors, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - ERROR_LINES_KEPT), lines.size()));
    }

    /** Reads to the end, and keeps the first or the last of it. */
    private static final class Collected implements Runnable {
        private final InputStream in;
        private final int bytesMax;
        private final boolean keepsLast;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Collected(InputStream in, int bytesMax, boolean keepsLast) {
            this.in = in;
            this.bytesMax = bytesMax;
            this.keepsLast = keepsLast;
        }

        @Override
        public void run() {
            byte[] some = new byte[8_192];
            try (in) {
                for (int count = in.read(some); count >= 0; count = in.read(some)) {
                    keep(some, count);
                }
            } catch (IOException closed) {
                // The program is gone, and what came before that is kept.
                return;
            }
        }

        private synchronized void keep(byte[] some, int count) {
            if (keepsLast && kept.size() + count > 2 * bytesMax) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, Math.max(0, all.length - bytesMax), Math.min(all.length, bytesMax));
            }
            if (keepsLast || kept.size() + count <= bytesMax) {
                kept.write(some, 0, count);
            }
        }

        synchronized byte[] bytes() {
            return kept.toByteArray();
        }
    }

    /** Gives a program its input. */
    private static final class Fed implements Runnable {
        private final OutputStream out;
        private final byte[] input;

        Fed(OutputStream out, byte[] input) {
            this.out = out;
            this.input = input;
        }

        @Override
        public void run() {
            try (out) {
                out.write(input);
                out.flush();
            } catch (IOException notRead) {
                // The program did not want it; its exit code says whether that was well.
                return;
            }
        }
    }
}
