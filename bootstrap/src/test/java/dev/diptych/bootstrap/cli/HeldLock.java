package dev.diptych.bootstrap.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that holds a ledger's lock, as an older program would. */
final class HeldLock implements AutoCloseable {
    private static final String HOLD = "import fcntl, sys\n"
            + "lock = open(sys.argv[1], 'a')\n"
            + "fcntl.lockf(lock, fcntl.LOCK_EX)\n"
            + "print('held', flush=True)\n"
            + "sys.stdin.read()\n";

    private final Process process;

    private HeldLock(Process process) {
        this.process = process;
    }

    static HeldLock of(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        "python3", "-c", HOLD, directory.resolve("lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"held".equals(out.readLine())) {
            throw new IOException("the lock in " + directory + " could not be held");
        }
        return new HeldLock(process);
    }

    /** Lets it go, and waits for that. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
