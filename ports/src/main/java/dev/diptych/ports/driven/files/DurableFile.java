package dev.diptych.ports.driven.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. One thread at a time. */
public interface DurableFile extends Closeable {
    /** Reads from {@code offset} on into what remains of {@code target}; answers how many bytes, -1 at the end. */
    int read(ByteBuffer target, long offset) throws IOException;

    /** Writes all that remains of {@code source} from {@code offset} on. If it fails, part of it may be there. */
    void write(ByteBuffer source, long offset) throws IOException;

    long size() throws IOException;

    /** Cuts the file to {@code size} bytes. Durable once forced. */
    void truncate(long size) throws IOException;

    /** When this returns, what was written survives a power cut. If it fails, what was written may or may not. */
    void force() throws IOException;

    /** Device and inode, or what stands for them: equal for the same file only. */
    String identity() throws IOException;
}
