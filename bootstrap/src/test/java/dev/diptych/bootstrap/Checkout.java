package dev.diptych.bootstrap;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources that are being tested lie. */
public final class Checkout {
    private Checkout() {}

    /** The project's directory; tests run in the module's, or in an editor somewhere above it. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("bin/diptych"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "no checkout of the project above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
