package dev.diptych.adapters.anchors;

import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.CheckpointSink;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps checkpoints in a file, one directly behind the other; durable on return. Safe for use by many threads and processes:
 * who comes while another writes is told so.
 *
 * <p>The file is only ever made longer, so that what it holds is never at risk; what could be written in part only is cut
 * away again. A crash in the middle of a write can leave the beginning of a checkpoint at the end. That is not guessed away:
 * a file that does not end with a whole checkpoint is refused, with the length to which it can be cut. The directory must be
 * there: making one could hide that a medium is missing.
 */
public final class FileSink implements CheckpointSink {
    private final DurableFiles files;
    private final Path file;
    private final Path directory;

    public FileSink(DurableFiles files, Path file) {
        this.files = files;
        this.file = file.toAbsolutePath();
        Path parent = this.file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no directory above it");
        }
        this.directory = parent;
    }

    @Override
    public String anchor(String text) {
        byte[] note = Notes.require(text);
        try {
            Closeable lock = locked();
            try {
                return files.state(file).isEmpty() ? begin(note) : append(note);
            } finally {
                giveUp(lock);
            }
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private static void giveUp(Closeable lock) {
        try {
            lock.close();
        } catch (IOException heldOn) {
            // What was done is done, and the lock is gone with the process.
            return;
        }
    }

    private Closeable locked() throws IOException {
        if (files.state(directory).isEmpty()) {
            throw new NoSuchFileException(directory.toString());
        }
        Optional<Closeable> lock = files.tryLock(file.resolveSibling(file.getFileName() + ".lock"));
        return lock.orElseThrow(() -> new AnchorFailedException("the checkpoint was not kept in " + file
                + ": another process writes to it. Nothing was changed. Next: try again when it is done"));
    }

    private String begin(byte[] note) throws IOException {
        try (DurableFile made = files.create(file)) {
            try {
                made.write(ByteBuffer.wrap(note), 0);
                made.force();
                files.forceDirectory(directory); // Commit point. From here the checkpoint is kept.
            } catch (IOException failed) {
                takeBack(failed, () -> {
                    files.delete(file);
                    files.forceDirectory(directory);
                });
                throw failed;
            }
        }
        return place(0);
    }

    private String append(byte[] note) throws IOException {
        try (DurableFile open = files.open(file)) {
            long size = open.size();
            byte[] tail = tail(open, size);
            requireWhole(tail, size);
            long at = Notes.endsWith(tail, note) ? size - note.length : size;
            try {
                // Again where it is there already: an earlier force may have failed, and only bytes that are written
                // again are
                // covered by this one.
                open.write(ByteBuffer.wrap(note), at);
                open.force();
                files.forceDirectory(directory); // Commit point. From here the checkpoint is kept.
            } catch (IOException failed) {
                if (at == size) {
                    takeBack(failed, () -> {
                        open.truncate(size);
                        open.force();
                    });
                }
                throw failed;
            }
            return place(at);
        }
    }

    private void requireWhole(byte[] tail, long size) {
        int end = Notes.endOfLastWhole(tail);
        if (end == tail.length) {
            return;
        }
        long whole = size - tail.length + end;
        String next = end > 0
                ? "copy what is behind that byte if you need it, then: truncate -s " + whole + " " + file
                : "look into it; remove it if it has nothing but the beginning of a checkpoint, or else name another file";
        throw new AnchorFailedException(
                "the checkpoint was not kept in " + file + ": expected a whole one at its end, byte "
                        + size + ", found that the last whole one ends at byte " + (end > 0 ? whole : 0)
                        + ". Nothing was changed. Next: " + next);
    }

    private static byte[] tail(DurableFile open, long size) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, 2L * Notes.BYTES_MAX));
        long from = size - tail.capacity();
        while (tail.hasRemaining() && open.read(tail, from + tail.position()) > 0) {
            continue;
        }
        return Arrays.copyOf(tail.array(), tail.position());
    }

    private interface Undoing {
        void run() throws IOException;
    }

    private static void takeBack(IOException failed, Undoing undoing) {
        try {
            undoing.run();
        } catch (IOException stays) {
            failed.addSuppressed(stays);
        }
    }

    private String place(long at) {
        return file + ", from byte " + at + " on";
    }

    private AnchorFailedException failed(IOException failed) {
        String left = failed.getSuppressed().length == 0
                ? "The file is as it was"
                : "What had been written could not be taken back, and may be there in part";
        return new AnchorFailedException(
                "the checkpoint was not kept in " + file + ": " + Reasons.of(failed) + ". " + left
                        + ". Next: see that the directory is there and has room, that this user may write in it, and try"
                        + " again",
                failed);
    }
}
