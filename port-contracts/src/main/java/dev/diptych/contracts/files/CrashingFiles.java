package dev.diptych.contracts.files;

import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process's view of a file system in memory that can be killed, lose power, run full, and fail at any call.
 *
 * <p>What it models, and nothing kinder:
 *
 * <ul>
 *   <li>Bytes that no force covered, and names that no force of their directory covered, survive a power cut in any part
 *       ({@link PowerCut}). Bytes that a force covered survive it.
 *   <li>Bytes whose force failed can still be read, and are gone after a power cut even if a later force succeeds, unless
 *       they were written again.
 *   <li>A killed process leaves all that it wrote, and loses its locks.
 *   <li>Closing any handle on a locked file drops the lock of the process, as POSIX locks do.
 *   <li>A handle closes when it meets an interrupted thread.
 * </ul>
 *
 * <p>Each call is counted and named. A test runs once without faults, takes {@link #operations}, and then runs once for
 * each of them with a fault there. A process that was stopped stays stopped: all its later calls fail without effect, and
 * {@link #afterKill} or {@link #afterPowerCut} gives the next process. Safe for use by many threads.
 *
 * <p>Paths begin at {@code /}, which is there; relative ones are taken from it.
 */
public final class CrashingFiles implements DurableFiles {
    private final MemoryDisk disk;
    private final FaultGate gate = new FaultGate();
    private boolean interruptible = true;
    private int openHandles;

    private CrashingFiles(MemoryDisk disk) {
        this.disk = disk;
    }

    /** The first process on an empty disk. */
    public static CrashingFiles onEmptyDisk() {
        return new CrashingFiles(new MemoryDisk());
    }

    static String identity(long inode) {
        return "memory:" + inode;
    }

    /** Lets the plan decide from the next call on. Calls are counted on. */
    public CrashingFiles failing(FaultPlan plan) {
        gate.follow(plan);
        return this;
    }

    /** Lets handles of this process, and of those that come after it, stay open when they meet an interrupted thread. */
    public CrashingFiles ignoringInterrupts() {
        interruptible = false;
        return this;
    }

    /** Lets the disk hold at most so many bytes in all its files; a write beyond that is cut short and fails. */
    public CrashingFiles holdingAtMost(long bytes) {
        synchronized (disk) {
            disk.holdAtMost(bytes);
        }
        return this;
    }

    /** All calls of this process so far, in their order. */
    public List<FileOperation> operations() {
        return gate.operations();
    }

    /** How many bytes this process has read. */
    public long bytesRead() {
        return gate.bytesRead();
    }

    /** How often this disk was changed, by any process. */
    public long changes() {
        synchronized (disk) {
            return disk.changes();
        }
    }

    /** How many files this process has open. */
    public int openHandles() {
        synchronized (disk) {
            return openHandles;
        }
    }

    /** Stops this process where it is: all its later calls fail without effect. */
    public void stop() {
        gate.stop();
    }

    /** Whether this process was stopped, by a fault or by hand. */
    public boolean isStopped() {
        return gate.isStopped();
    }

    /** A second process beside this one. */
    public CrashingFiles anotherProcess() {
        return new CrashingFiles(disk);
    }

    /** Kills this process, unless that has happened, and gives the next one. */
    public CrashingFiles afterKill() {
        if (gate.hasPowerFailed()) {
            throw new IllegalStateException("the power failed in this process: go on with afterPowerCut");
        }
        gate.stop();
        synchronized (disk) {
            disk.unlockAll(this);
        }
        return next(disk);
    }

    /**
     * Cuts the power, unless that has happened, and gives the first process on what is left. What is left is a disk of its
     * own, so that one power cut can be looked at with many outcomes. Other processes on the disk must not be used again.
     */
    public CrashingFiles afterPowerCut(PowerCut cut) {
        gate.stop();
        synchronized (disk) {
            return next(disk.survivor(cut));
        }
    }

    private CrashingFiles next(MemoryDisk left) {
        CrashingFiles next = new CrashingFiles(left);
        next.interruptible = interruptible;
        return next;
    }

    /** The names in a directory, read without a call that counts; none where there is no directory. */
    public List<String> namesIn(Path directory) {
        synchronized (disk) {
            return uncounted(() -> namesNow(directory));
        }
    }

    /** What a file holds, read without a call that counts. */
    public byte[] content(Path file) {
        synchronized (disk) {
            return uncounted(() -> disk.file(file).content());
        }
    }

    /** What of a file has been forced, read without a call that counts. */
    public byte[] forcedContent(Path file) {
        synchronized (disk) {
            return uncounted(() -> disk.file(file).forcedContent());
        }
    }

    /** Puts a file there, or other content into it, durably and without a call that counts: damage, for example. */
    public void put(Path file, byte[] content) {
        synchronized (disk) {
            uncounted(() -> {
                disk.changed();
                makeParents(file);
                if (disk.node(file).isEmpty()) {
                    disk.parent(file).make(MemoryDisk.name(file), new MemoryFile(disk.nextInode()));
                    disk.parent(file).force();
                }
                disk.file(file).put(content);
                return true;
            });
        }
    }

    /** Puts a symbolic link there, durably and without a call that counts. */
    public void putLink(Path link) {
        synchronized (disk) {
            uncounted(() -> {
                makeParents(link);
                disk.parent(link).make(MemoryDisk.name(link), MemoryDirectory.LINK);
                disk.parent(link).force();
                return true;
            });
        }
    }

    /** Takes a file or a directory away, durably and without a call that counts. */
    public void remove(Path path) {
        synchronized (disk) {
            uncounted(() -> {
                disk.changed();
                disk.parent(path).delete(MemoryDisk.name(path));
                disk.parent(path).force();
                return true;
            });
        }
    }

    @Override
    public DurableFile open(Path file) throws IOException {
        synchronized (disk) {
            return gate.pass(Kind.OPEN, file, () -> handle(file, disk.file(file), true));
        }
    }

    @Override
    public DurableFile openForReading(Path file) throws IOException {
        synchronized (disk) {
            return gate.pass(Kind.OPEN_FOR_READING, file, () -> handle(file, disk.file(file), false));
        }
    }

    @Override
    public DurableFile create(Path file) throws IOException {
        synchronized (disk) {
            return gate.pass(Kind.CREATE, file, () -> handle(file, make(file), true));
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        synchronized (disk) {
            Optional<Object> there = disk.node(directory);
            if (there.isPresent()) {
                disk.directory(directory);
                return;
            }
            Path parent = MemoryDisk.whole(directory).getParent();
            createDirectories(parent);
            gate.passEffect(Kind.CREATE_DIRECTORY, directory, () -> {
                disk.changed();
                disk.directory(parent).make(MemoryDisk.name(directory), new MemoryDirectory(disk.nextInode()));
            });
            forceDirectory(parent);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        synchronized (disk) {
            gate.passEffect(
                    Kind.FORCE_DIRECTORY,
                    directory,
                    () -> disk.directory(directory).force());
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        synchronized (disk) {
            gate.passEffect(Kind.RENAME, to, () -> {
                MemoryDirectory directory = disk.parent(from);
                if (directory.inode() != disk.parent(to).inode()) {
                    throw new FileSystemException(from.toString(), to.toString(), "not in one directory");
                }
                if (directory.find(MemoryDisk.name(from)).isEmpty()) {
                    throw new NoSuchFileException(from.toString());
                }
                disk.changed();
                directory.rename(MemoryDisk.name(from), MemoryDisk.name(to));
            });
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        synchronized (disk) {
            gate.passEffect(Kind.DELETE, file, () -> {
                if (disk.node(file).isPresent()) {
                    disk.changed();
                    disk.parent(file).delete(MemoryDisk.name(file));
                }
            });
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        synchronized (disk) {
            return gate.pass(Kind.LIST, directory, () -> namesNow(directory));
        }
    }

    @Override
    public Optional<FileState> state(Path file) throws IOException {
        synchronized (disk) {
            return gate.pass(Kind.STATE, file, () -> disk.node(file).map(CrashingFiles::stateOf));
        }
    }

    @Override
    public Optional<Closeable> tryLock(Path file) throws IOException {
        synchronized (disk) {
            return gate.pass(Kind.LOCK, file, () -> {
                MemoryFile locked = disk.node(file).isPresent() ? disk.file(file) : make(file);
                return disk.lock(locked, this) ? Optional.of(() -> unlock(locked)) : Optional.empty();
            });
        }
    }

    private List<String> namesNow(Path directory) throws IOException {
        return disk.node(directory).isEmpty()
                ? List.of()
                : disk.directory(directory).names();
    }

    private void unlock(MemoryFile locked) {
        synchronized (disk) {
            disk.unlock(locked, this);
        }
    }

    private MemoryFile make(Path file) throws IOException {
        if (disk.node(file).isPresent()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        MemoryFile made = new MemoryFile(disk.nextInode());
        disk.parent(file).make(MemoryDisk.name(file), made);
        disk.changed();
        return made;
    }

    private CrashingFile handle(Path path, MemoryFile file, boolean writable) {
        openHandles++;
        return new CrashingFile(disk, gate, file, path, writable, interruptible, () -> {
            openHandles--;
            disk.unlock(file, this);
        });
    }

    private void makeParents(Path path) throws IOException {
        Path parent = MemoryDisk.whole(path).getParent();
        if (parent != null && disk.node(parent).isEmpty()) {
            makeParents(parent);
            disk.parent(parent).make(MemoryDisk.name(parent), new MemoryDirectory(disk.nextInode()));
            disk.parent(parent).force();
        }
    }

    private static FileState stateOf(Object node) {
        if (node instanceof MemoryFile file) {
            return new FileState(FileState.Kind.FILE, file.size(), identity(file.inode()));
        }
        if (node instanceof MemoryDirectory directory) {
            return new FileState(FileState.Kind.DIRECTORY, 0, identity(directory.inode()));
        }
        return new FileState(FileState.Kind.LINK, 0, "memory:link");
    }

    private static <T> T uncounted(FaultGate.Call<T> call) {
        try {
            return call.run();
        } catch (IOException impossible) {
            throw new IllegalArgumentException(impossible.getMessage(), impossible);
        }
    }
}
