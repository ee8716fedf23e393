package dev.diptych.bootstrap.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A directory that is there while something is done, for its owner alone. */
final class TemporaryDirectory {
    private TemporaryDirectory() {}

    /**
     * @param prefix what its name begins with
     * @param work given a directory that is not there yet, in one that is
     */
    static <T> T with(String prefix, Function<Path, T> work) {
        try {
            Path directory = Files.createTempDirectory(prefix);
            try {
                return work.apply(directory.resolve("copy"));
            } finally {
                remove(directory);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("a directory for temporary files could not be made or removed", failed);
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
