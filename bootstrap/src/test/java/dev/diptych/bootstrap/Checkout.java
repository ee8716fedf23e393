package dev.diptych.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

    /** Takes away the links in a test's folder, so that whoever clears the folder need not wonder where they lead. */
    public static void removeLinks(Path folder) throws IOException {
        List<Path> links;
        try (Stream<Path> paths = Files.walk(folder)) {
            links = paths.filter(Files::isSymbolicLink).toList();
        }
        for (Path link : links) {
            Files.delete(link);
        }
    }
}
