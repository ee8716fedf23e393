package dev.diptych.contracts.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The medium, its page cache and its locks, as all processes share them. Guarded by its own monitor. */
final class MemoryDisk {
    /** Where the tree begins; relative paths are taken from here, never from the working directory. */
    private static final Path ROOT = Path.of("/");

    private final MemoryDirectory root;
    private final Map<MemoryFile, Object> locks = new HashMap<>();
    private long nextInode;
    private long bytesMax = Long.MAX_VALUE;
    private long changes;

    MemoryDisk() {
        this(new MemoryDirectory(1), 2);
    }

    private MemoryDisk(MemoryDirectory root, long nextInode) {
        this.root = root;
        this.nextInode = nextInode;
    }

    /** An inode number that was never used on this disk. */
    long nextInode() {
        return nextInode++;
    }

    /** How often anything was changed. */
    long changes() {
        return changes;
    }

    void changed() {
        changes++;
    }

    void holdAtMost(long bytes) {
        bytesMax = bytes;
    }

    /** How many more bytes fit. */
    long room() {
        if (bytesMax == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        Map<MemoryFile, Boolean> files = new IdentityHashMap<>();
        root.collect(files);
        return Math.max(
                0,
                bytesMax - files.keySet().stream().mapToLong(MemoryFile::size).sum());
    }

    static String name(Path path) {
        Path whole = whole(path);
        return whole.getFileName() == null ? "" : whole.getFileName().toString();
    }

    /** The directory that holds {@code path}. */
    MemoryDirectory parent(Path path) throws IOException {
        Path parent = whole(path).getParent();
        return directory(parent == null ? ROOT : parent);
    }

    MemoryDirectory directory(Path path) throws IOException {
        Object node = node(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (node instanceof MemoryDirectory directory) {
            return directory;
        }
        throw new FileSystemException(path.toString(), null, "Not a directory");
    }

    MemoryFile file(Path path) throws IOException {
        Object node = node(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (node instanceof MemoryFile file) {
            return file;
        }
        String reason = node instanceof MemoryDirectory ? "Is a directory" : "Too many levels of symbolic links";
        throw new FileSystemException(path.toString(), null, reason);
    }

    Optional<Object> node(Path path) throws IOException {
        Object node = root;
        for (Path name : whole(path)) {
            if (!(node instanceof MemoryDirectory directory)) {
                throw new FileSystemException(path.toString(), null, "Not a directory");
            }
            Optional<Object> below = directory.find(name.toString());
            if (below.isEmpty()) {
                return below;
            }
            node = below.get();
        }
        return Optional.of(node);
    }

    static Path whole(Path path) {
        return ROOT.resolve(path).normalize();
    }

    boolean lock(MemoryFile file, Object holder) {
        return locks.putIfAbsent(file, holder) == null;
    }

    void unlock(MemoryFile file, Object holder) {
        locks.remove(file, holder);
    }

    void unlockAll(Object holder) {
        locks.values().removeIf(holder::equals);
    }

    MemoryDisk survivor(PowerCut cut) {
        Random random = cut.random();
        return new MemoryDisk(root.survivor(cut.survival(), random, MemoryDirectory.noSurvivorsYet()), nextInode);
    }
}
