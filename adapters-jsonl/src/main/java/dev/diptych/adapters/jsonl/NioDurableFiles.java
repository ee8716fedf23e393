package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real file system. The only class that forces, cuts and renames, for this adapter and, handed in, for others.
 *
 * <p><b>Interrupts.</b> Interrupting a thread that reads, writes or forces through a {@link FileChannel} closes the
 * channel under everybody who uses it, and leaves open what became of the call. So contents go through {@link
 * RandomAccessFile}, which no interrupt touches; a thread of its own for the log's files would do as well, and costs a
 * handoff for every append. Directories can only be forced through a channel, which is done rarely and on a thread that
 * nobody can reach to interrupt it.
 *
 * <p><b>Links.</b> {@code RandomAccessFile} follows a link in the last part of a path. So what lies at the path is looked at
 * before the file is opened and compared afterwards; new files are made through a call that refuses whatever is there.
 *
 * <p><b>The lock</b> is a POSIX record lock: it holds against other processes, and closing <em>any</em> handle of the file
 * in this process drops it. So a registry by real path comes first, and while it says that this process holds a lock,
 * the file is not opened at all. A lock on a file that somebody deleted in the meantime would guard nothing: once it is held,
 * the file is given the length of our process id through the handle, which must then show at the path.
 */
public final class NioDurableFiles implements DurableFiles {
    private static final Set<Path> LOCKS_HELD = ConcurrentHashMap.newKeySet();
    private static final FileAttribute<?> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    @Override
    public DurableFile open(Path file) throws IOException {
        return opened(file, "rw");
    }

    @Override
    public DurableFile openForReading(Path file) throws IOException {
        return opened(file, "r");
    }

    @Override
    public DurableFile create(Path file) throws IOException {
        make(file);
        return opened(file, "rw");
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path at = directory.toAbsolutePath().normalize();
        if (Files.isSymbolicLink(at)) {
            throw new FileSystemException(at.toString(), null, "is a symbolic link, which is not followed");
        }
        while (at != null && !Files.isDirectory(at)) {
            missing.push(at);
            at = at.getParent();
        }
        if (!missing.isEmpty() && at != null) {
            forceNameLeftBehind(at);
        }
        for (Path made : missing) {
            try {
                Files.createDirectory(made, DIRECTORY_MODE);
            } catch (FileAlreadyExistsException raced) {
                if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
                    throw raced;
                }
            }
            forceDirectory(parentOf(made));
        }
    }

    /** The deepest directory that is there may come from a process that was killed before it could force its name. */
    private void forceNameLeftBehind(Path deepest) throws IOException {
        if (deepest.getParent() != null) {
            try {
                forceDirectory(deepest.getParent());
            } catch (AccessDeniedException notOurs) {
                // Whoever may not read it did not make anything in it.
                return;
            }
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        if (!parentOf(from).equals(parentOf(to))) {
            throw new FileSystemException(from.toString(), to.toString(), "is not in the same directory");
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .collect(Collectors.toUnmodifiableList());
        } catch (NoSuchFileException absent) {
            return List.of();
        }
    }

    @Override
    public Optional<FileState> state(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileState(kindOf(found), found.size(), String.valueOf(found.fileKey())));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Closeable> tryLock(Path file) throws IOException {
        Path real = parentOf(file).toRealPath().resolve(file.getFileName());
        if (!LOCKS_HELD.add(real)) {
            return Optional.empty();
        }
        RandomAccessFile handle = null;
        boolean held = false;
        try {
            if (state(real).isEmpty()) {
                makeIfAbsent(real);
            }
            requireRegularFile(real);
            handle = new RandomAccessFile(real.toFile(), "rw");
            held = lock(handle) && isStillAt(real, handle);
        } catch (FileNotFoundException refused) {
            throw denied(real, refused);
        } finally {
            if (!held) {
                closeQuietly(handle);
                LOCKS_HELD.remove(real);
            }
        }
        return held ? Optional.of(new HeldLock(real, handle)) : Optional.empty();
    }

    /** Whether this process holds the lock at a path. */
    static boolean isHeldHere(Path lock) {
        try {
            return LOCKS_HELD.contains(parentOf(lock).toRealPath().resolve(lock.getFileName()));
        } catch (IOException unreachable) {
            return false;
        }
    }

    private static boolean lock(RandomAccessFile handle) throws IOException {
        try {
            FileLock lock = handle.getChannel().tryLock();
            return lock != null && lock.isValid();
        } catch (OverlappingFileLockException alreadyHere) {
            return false;
        }
    }

    private boolean isStillAt(Path path, RandomAccessFile handle) throws IOException {
        long mark = ProcessHandle.current().pid();
        handle.setLength(mark);
        boolean seen = state(path)
                .filter(found -> found.kind() == FileState.Kind.FILE && found.size() == mark)
                .isPresent();
        handle.setLength(0);
        return seen;
    }

    private PlainFile opened(Path file, String mode) throws IOException {
        String identity = requireRegularFile(file);
        RandomAccessFile handle;
        try {
            handle = new RandomAccessFile(file.toFile(), mode);
        } catch (FileNotFoundException refused) {
            throw denied(file, refused);
        }
        try {
            if (!requireRegularFile(file).equals(identity)) {
                throw new FileSystemException(file.toString(), null, "was replaced while it was being opened");
            }
            return new PlainFile(handle, identity, mode.equals("rw"));
        } catch (IOException | RuntimeException failed) {
            closeQuietly(handle);
            throw failed;
        }
    }

    private String requireRegularFile(Path file) throws IOException {
        FileState found = state(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        return switch (found.kind()) {
            case FILE -> found.identity();
            case LINK ->
                throw new FileSystemException(file.toString(), null, "is a symbolic link, which is not followed");
            case DIRECTORY, OTHER -> throw new FileSystemException(file.toString(), null, "is not a regular file");
        };
    }

    private static void make(Path file) throws IOException {
        Set<OpenOption> refusingWhatIsThere =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        Files.newByteChannel(file, refusingWhatIsThere, FILE_MODE).close();
    }

    private static void makeIfAbsent(Path file) throws IOException {
        try {
            make(file);
        } catch (FileAlreadyExistsException raced) {
            // Somebody else wants the same lock; who gets it is decided by locking.
            return;
        }
    }

    /** {@code RandomAccessFile} has one exception for all that can go wrong; the file was there a moment ago. */
    private static IOException denied(Path file, FileNotFoundException refused) {
        AccessDeniedException denied = new AccessDeniedException(file.toString(), null, refused.getMessage());
        denied.initCause(refused);
        return denied;
    }

    private static FileState.Kind kindOf(BasicFileAttributes found) {
        if (found.isRegularFile()) {
            return FileState.Kind.FILE;
        }
        if (found.isDirectory()) {
            return FileState.Kind.DIRECTORY;
        }
        return found.isSymbolicLink() ? FileState.Kind.LINK : FileState.Kind.OTHER;
    }

    private static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no directory above it");
        }
        return parent;
    }

    private static void closeQuietly(RandomAccessFile handle) {
        if (handle != null) {
            try {
                handle.close();
            } catch (IOException nothingWasWritten) {
                // The handle is gone either way, and the caller has something more important to tell.
                return;
            }
        }
    }

    /** Runs an action on a thread that nobody else knows, and waits for it however often the caller is interrupted. */
    private static void uninterrupted(IoAction action) throws IOException {
        IOException[] failure = new IOException[1];
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (IOException failed) {
                        failure[0] = failed;
                    } catch (RuntimeException failed) {
                        failure[0] = new IOException(failed);
                    }
                },
                "diptych-force-directory");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    @FunctionalInterface
    private interface IoAction {
        void run() throws IOException;
    }

    private static final class HeldLock implements Closeable {
        private final Path real;
        private final RandomAccessFile handle;
        private boolean closed;

        HeldLock(Path real, RandomAccessFile handle) {
            this.real = real;
            this.handle = handle;
        }

        @Override
        public synchronized void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                handle.close();
            } finally {
                LOCKS_HELD.remove(real);
            }
        }
    }

    private static final class PlainFile implements DurableFile {
        private final RandomAccessFile handle;
        private final String identity;
        private final boolean writable;

        PlainFile(RandomAccessFile handle, String identity, boolean writable) {
            this.handle = handle;
            this.identity = identity;
            this.writable = writable;
        }

        private void requireWritable() {
            if (!writable) {
                throw new NonWritableChannelException();
            }
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            handle.seek(offset);
            if (!target.hasArray()) {
                byte[] copy = new byte[target.remaining()];
                int read = handle.read(copy);
                target.put(copy, 0, Math.max(read, 0));
                return read;
            }
            int read = handle.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            target.position(target.position() + Math.max(read, 0));
            return read;
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            requireWritable();
            handle.seek(offset);
            if (!source.hasArray()) {
                byte[] copy = new byte[source.remaining()];
                source.get(copy);
                handle.write(copy);
                return;
            }
            handle.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
        }

        @Override
        public long size() throws IOException {
            return handle.length();
        }

        @Override
        public void truncate(long size) throws IOException {
            requireWritable();
            if (size < handle.length()) {
                handle.setLength(size);
            }
        }

        @Override
        public void force() throws IOException {
            handle.getFD().sync();
        }

        @Override
        public String identity() {
            return identity;
        }

        @Override
        public void close() throws IOException {
            handle.close();
        }
    }
}
