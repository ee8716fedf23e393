package dev.diptych.application.backup;

import dev.diptych.domain.chain.ContentHash;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpManifest.FileEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of one backup, as files: what is there, what it hashes to, and the manifest that makes it a backup. */
final class BackUpDirectory {
    private static final int MANIFEST_BYTES_MAX = 64 * 1024 * 1024;
    private static final int BLOCK_BYTES = 256 * 1024;

    private final DurableFiles files;
    private final Path path;

    BackUpDirectory(DurableFiles files, Path path) {
        this.files = files;
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Optional<FileState> state() throws IOException {
        return files.state(path);
    }

    List<String> names() throws IOException {
        return files.list(path);
    }

    boolean hasManifest() throws IOException {
        return files.state(file(BackUpManifest.FILE_NAME)).isPresent();
    }

    void make() throws IOException {
        files.createDirectories(path);
    }

    /**
     * The files that make up the two copies, measured one after the other; in order of their names. Nobody may have them
     * open: closing a file of a database would take the locks away that another part of this process has on it.
     */
    List<FileEntry> measure() throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        for (String segment : files.list(file(LogCopies.DIRECTORY_NAME))) {
            entries.add(measure(LogCopies.DIRECTORY_NAME + "/" + segment));
        }
        entries.add(measure(StoreCopies.FILE_NAME));
        return entries;
    }

    /** What of the two copies and beside them is there, by name, as a manifest would list it. */
    List<String> namesOfFiles() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : names()) {
            if (name.equals(LogCopies.DIRECTORY_NAME)) {
                files.list(file(name)).forEach(segment -> found.add(name + "/" + segment));
            } else if (!name.equals(BackUpManifest.FILE_NAME)) {
                found.add(name);
            }
        }
        return found;
    }

    Optional<FileState> stateOf(FileEntry entry) throws IOException {
        return files.state(file(entry.name()));
    }

    FileEntry measure(String name) throws IOException {
        try (DurableFile file = files.openForReading(file(name))) {
            ContentHash hash = ContentHash.begin();
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            long offset = 0;
            while (file.read(block, offset) > 0) {
                offset += block.position();
                hash.add(block.flip());
                block.clear();
            }
            return new FileEntry(name, offset, hash.hex());
        }
    }

    /** Makes the directory a backup, durably. */
    void seal(BackUpManifest manifest) throws IOException {
        Path target = file(BackUpManifest.FILE_NAME);
        Path temporary = target.resolveSibling(BackUpManifest.FILE_NAME + ".tmp");
        files.delete(temporary);
        try (DurableFile made = files.create(temporary)) {
            made.write(ByteBuffer.wrap(ManifestText.of(manifest).getBytes(StandardCharsets.UTF_8)), 0);
            made.force();
        }
        files.rename(temporary, target); // Commit point: from here on the directory is a backup.
        files.forceDirectory(path);
    }

    /** The manifest's text. */
    String manifest() throws IOException {
        try (DurableFile file = files.openForReading(file(BackUpManifest.FILE_NAME))) {
            if (file.size() > MANIFEST_BYTES_MAX) {
                throw new IOException("a manifest has at most " + MANIFEST_BYTES_MAX + " bytes, found " + file.size());
            }
            ByteBuffer content = ByteBuffer.allocate((int) file.size());
            while (content.hasRemaining() && file.read(content, content.position()) > 0) {
                continue;
            }
            return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        }
    }
}
