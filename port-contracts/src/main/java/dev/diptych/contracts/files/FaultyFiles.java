package dev.diptych.contracts.files;

import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Another file system, a real one for example, in which calls fail as a {@link FaultPlan} says. It cannot take back what
 * reached the page cache: {@link Fault#POWER_CUT} only stops the process in the middle of the call. Calls are counted and
 * named as in {@link CrashingFiles}.
 */
public final class FaultyFiles implements DurableFiles {
    private final DurableFiles files;
    private final FaultGate gate = new FaultGate();

    private FaultyFiles(DurableFiles files) {
        this.files = files;
    }

    public static FaultyFiles over(DurableFiles files) {
        return new FaultyFiles(files);
    }

    /** Lets the plan decide from the next call on. Calls are counted on. */
    public FaultyFiles failing(FaultPlan plan) {
        gate.follow(plan);
        return this;
    }

    /** All calls so far, in their order. */
    public List<FileOperation> operations() {
        return gate.operations();
    }

    /** How many bytes were read. */
    public long bytesRead() {
        return gate.bytesRead();
    }

    /** Whether a fault has stopped the process. */
    public boolean isStopped() {
        return gate.isStopped();
    }

    @Override
    public DurableFile open(Path file) throws IOException {
        return gate.pass(Kind.OPEN, file, () -> new FaultyFile(files.open(file), file));
    }

    @Override
    public DurableFile openForReading(Path file) throws IOException {
        return gate.pass(Kind.OPEN_FOR_READING, file, () -> new FaultyFile(files.openForReading(file), file));
    }

    @Override
    public DurableFile create(Path file) throws IOException {
        return gate.pass(Kind.CREATE, file, () -> new FaultyFile(files.create(file), file));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        gate.passEffect(Kind.CREATE_DIRECTORY, directory, () -> files.createDirectories(directory));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        gate.passEffect(Kind.FORCE_DIRECTORY, directory, () -> files.forceDirectory(directory));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        gate.passEffect(Kind.RENAME, to, () -> files.rename(from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
        gate.passEffect(Kind.DELETE, file, () -> files.delete(file));
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return gate.pass(Kind.LIST, directory, () -> files.list(directory));
    }

    @Override
    public Optional<FileState> state(Path file) throws IOException {
        return gate.pass(Kind.STATE, file, () -> files.state(file));
    }

    @Override
    public Optional<Closeable> tryLock(Path file) throws IOException {
        return gate.pass(Kind.LOCK, file, () -> files.tryLock(file));
    }

    private final class FaultyFile implements DurableFile {
        private final DurableFile file;
        private final Path path;

        FaultyFile(DurableFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            int count = gate.pass(Kind.READ, path, () -> file.read(target, offset));
            gate.countRead(count);
            return count;
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            gate.passEffect(
                    Kind.WRITE,
                    path,
                    () -> file.write(source, offset),
                    () -> file.write(source.duplicate().limit(source.position() + source.remaining() / 2), offset),
                    FaultGate.Effect.NONE);
        }

        @Override
        public long size() throws IOException {
            return gate.pass(Kind.SIZE, path, file::size);
        }

        @Override
        public void truncate(long size) throws IOException {
            gate.passEffect(Kind.TRUNCATE, path, () -> file.truncate(size));
        }

        @Override
        public void force() throws IOException {
            gate.passEffect(Kind.FORCE, path, file::force);
        }

        @Override
        public String identity() throws IOException {
            return gate.pass(Kind.IDENTITY, path, file::identity);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
