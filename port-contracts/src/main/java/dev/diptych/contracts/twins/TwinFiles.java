package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Whole files, read and replaced durably. */
final class TwinFiles {
    private TwinFiles() {}

    static byte[] read(CrashingFiles files, Path path) throws IOException {
        if (files.state(path).isEmpty()) {
            return new byte[0];
        }
        try (DurableFile file = files.openForReading(path)) {
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(file.size()));
            while (all.hasRemaining() && file.read(all, all.position()) > 0) {
                // as many reads as it takes
            }
            byte[] bytes = new byte[all.position()];
            all.flip().get(bytes);
            return bytes;
        }
    }

    /** Puts the bytes in the file's place in one step: temporary file, force, rename, force of the directory. */
    static void replace(CrashingFiles files, Path path, byte[] bytes) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        files.delete(temporary);
        try (DurableFile file = files.create(temporary)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
        files.rename(temporary, path);
        files.forceDirectory(path.getParent());
    }
}
