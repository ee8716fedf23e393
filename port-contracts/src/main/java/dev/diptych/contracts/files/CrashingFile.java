package dev.diptych.contracts.files;

import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Arrays;

/** An open file of {@link CrashingFiles}. As a real channel does, it closes when it meets an interrupted thread. */
final class CrashingFile implements DurableFile {
    private final MemoryDisk disk;
    private final FaultGate gate;
    private final MemoryFile file;
    private final Path path;
    private final boolean writable;
    private final boolean interruptible;
    private final Runnable onClose;
    private boolean closed;

    CrashingFile(
            MemoryDisk disk,
            FaultGate gate,
            MemoryFile file,
            Path path,
            boolean writable,
            boolean interruptible,
            Runnable onClose) {
        this.disk = disk;
        this.gate = gate;
        this.file = file;
        this.path = path;
        this.writable = writable;
        this.interruptible = interruptible;
        this.onClose = onClose;
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        synchronized (disk) {
            requireOpen();
            int count = gate.pass(FileOperation.Kind.READ, path, () -> {
                if (!target.hasRemaining()) {
                    return 0;
                }
                byte[] bytes = new byte[target.remaining()];
                int read = file.read(bytes, 0, bytes.length, offset);
                target.put(bytes, 0, Math.max(read, 0));
                return read;
            });
            gate.countRead(count);
            return count;
        }
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        synchronized (disk) {
            requireWritable();
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            gate.passEffect(
                    FileOperation.Kind.WRITE,
                    path,
                    () -> put(bytes, offset, source),
                    () -> put(Arrays.copyOf(bytes, bytes.length / 2), offset, source),
                    FaultGate.Effect.NONE);
        }
    }

    private void put(byte[] bytes, long offset, ByteBuffer source) throws IOException {
        long growth = Math.max(0, offset + bytes.length - file.size());
        int fitting = (int) Math.max(0, bytes.length - Math.max(0, growth - disk.room()));
        disk.changed();
        file.write(offset, fitting == bytes.length ? bytes : Arrays.copyOf(bytes, fitting));
        source.position(source.position() + fitting);
        if (fitting < bytes.length) {
            throw new IOException("No space left on device (" + path + ")");
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            requireOpen();
            return gate.pass(FileOperation.Kind.SIZE, path, () -> (long) file.size());
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            requireWritable();
            gate.passEffect(FileOperation.Kind.TRUNCATE, path, () -> {
                disk.changed();
                if (size < file.size()) {
                    file.cut(size);
                }
            });
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            requireOpen();
            gate.passEffect(FileOperation.Kind.FORCE, path, file::force, FaultGate.Effect.NONE, file::forceFailed);
        }
    }

    @Override
    public String identity() throws IOException {
        synchronized (disk) {
            requireOpen();
            return gate.pass(FileOperation.Kind.IDENTITY, path, () -> CrashingFiles.identity(file.inode()));
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            if (!closed) {
                closed = true;
                onClose.run();
            }
        }
    }

    private void requireWritable() throws IOException {
        requireOpen();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (interruptible && Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }
}
