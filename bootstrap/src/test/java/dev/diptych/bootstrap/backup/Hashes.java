package dev.diptych.bootstrap.backup;

import dev.diptych.domain.chain.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The hash of every file beneath a directory. No store in it may be open in this process. */
public final class Hashes {
    private Hashes() {}

    public static Map<String, String> of(Path directory) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(
                        directory.relativize(file).toString(),
                        ContentHash.hex(ByteBuffer.wrap(Files.readAllBytes(file))));
            }
        }
        return hashes;
    }
}
