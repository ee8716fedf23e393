package dev.diptych.bootstrap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a child makes of signals is inherited: one that is ignored here, as below {@code nohup} or in a script's background,
 * stays ignored there, and no Java program takes notice of it. Tests that send signals start their children with the
 * defaults back in place.
 */
final class SignalsOfChildren {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** HUP, INT, QUIT and TERM, as bits of the mask that the kernel shows. */
    private static final long OURS = 1L | 1L << 1 | 1L << 2 | 1L << 14;

    private SignalsOfChildren() {}

    /** The words to put before a command; none where nothing is ignored. */
    static List<String> byDefault() throws IOException {
        return isAnyIgnored() ? List.of("env", "--default-signal=HUP,INT,QUIT,TERM") : List.of();
    }

    private static boolean isAnyIgnored() throws IOException {
        if (!Files.exists(STATUS)) {
            return false;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & OURS) != 0);
    }
}
