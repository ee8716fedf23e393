package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The one file of the log that grows, held open by the writer. Writes, forces and cuts; decides nothing. */
final class NewestSegment implements Closeable {
    private final LogDirectory directory;
    private final Segment segment;
    private final DurableFile file;
    private final String identity;
    private long bytes;

    private NewestSegment(LogDirectory directory, Segment segment, DurableFile file) throws IOException {
        this.directory = directory;
        this.segment = segment;
        this.file = file;
        this.identity = file.identity();
        this.bytes = file.size();
    }

    /** Opens one that is there. */
    static NewestSegment open(LogDirectory directory, Segment segment) throws IOException {
        return closingOnFailure(directory, segment, directory.files().open(directory.file(segment)));
    }

    /** Makes one that is not there yet. Its name is not durable before its directory is forced. */
    static NewestSegment create(LogDirectory directory, Segment segment) throws IOException {
        return closingOnFailure(directory, segment, directory.files().create(directory.file(segment)));
    }

    private static NewestSegment closingOnFailure(LogDirectory directory, Segment segment, DurableFile file)
            throws IOException {
        NewestSegment made = null;
        try {
            made = new NewestSegment(directory, segment, file);
            return made;
        } finally {
            if (made == null) {
                file.close();
            }
        }
    }

    Segment segment() {
        return segment;
    }

    /** Its length as far as it is forced. */
    long bytes() {
        return bytes;
    }

    /** What is wrong with what lies at its path, in words; empty if it is this file with this length. */
    Optional<String> whatIsWrong() throws IOException {
        Optional<FileState> found = directory.files().state(directory.file(segment));
        if (found.isEmpty()) {
            return Optional.of("segment " + segment + " is gone");
        }
        if (found.get().kind() != FileState.Kind.FILE || !found.get().identity().equals(identity)) {
            return Optional.of("segment " + segment + " is another file (expected " + identity + ", found "
                    + found.get().identity() + ")");
        }
        if (found.get().size() != bytes) {
            return Optional.of("segment " + segment + " has another length (expected " + bytes + " bytes, found "
                    + found.get().size() + ")");
        }
        return Optional.empty();
    }

    /** Writes behind the last forced byte. Nothing of it counts before {@link #force}. */
    void write(byte[] lines, int length) throws IOException {
        file.write(ByteBuffer.wrap(lines, 0, length), bytes);
    }

    /** Makes what was written count. */
    void force(int length) throws IOException {
        file.force();
        bytes += length;
    }

    /** Drops whatever lies behind the last forced byte. */
    void cutBack() throws IOException {
        file.truncate(bytes);
        file.force();
    }

    /** Drops what lies behind {@code length}, durably. */
    void cutTo(long length) throws IOException {
        file.truncate(length);
        file.force();
        bytes = length;
    }

    /** Writes a range's own bytes again, so that they are the medium's business once more, and forces them. */
    void writeAgain(long from, long to) throws IOException {
        byte[] piece = new byte[(int) Math.min(1024 * 1024, to - from)];
        for (long at = from; at < to; ) {
            int length = (int) Math.min(piece.length, to - at);
            ByteBuffer content = ByteBuffer.wrap(piece, 0, length);
            while (content.hasRemaining()) {
                if (file.read(content, at + content.position()) < 0) {
                    throw new IOException("segment " + segment + " ends before byte " + to);
                }
            }
            file.write(content.flip(), at);
            at += length;
        }
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
