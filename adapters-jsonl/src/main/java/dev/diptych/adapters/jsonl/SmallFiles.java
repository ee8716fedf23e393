package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Files that are replaced or copied as a whole: there entirely, with the old content or the new, or not at all. */
final class SmallFiles {
    private final DurableFiles files;

    SmallFiles(DurableFiles files) {
        this.files = files;
    }

    /**
     * The file's bytes, at most {@code bytesMax} of them; empty where there is none, or no regular file.
     */
    Optional<byte[]> read(Path file, int bytesMax) throws IOException {
        Optional<FileState> found = files.state(file);
        if (found.isEmpty() || found.get().kind() != FileState.Kind.FILE) {
            return Optional.empty();
        }
        try (DurableFile open = files.openForReading(file)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(open.size(), bytesMax));
            while (content.hasRemaining() && open.read(content, content.position()) > 0) {
                continue;
            }
            return Optional.of(Arrays.copyOf(content.array(), content.position()));
        }
    }

    /** Writes under a temporary name, forces, renames, and forces the directory: durable on return. */
    void replace(Path file, byte[] content) throws IOException {
        Path directory = file.getParent();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        files.delete(temporary);
        try (DurableFile made = files.create(temporary)) {
            made.write(ByteBuffer.wrap(content), 0);
            made.force();
        }
        files.rename(temporary, file);
        files.forceDirectory(directory);
    }
}
