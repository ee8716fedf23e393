package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ContentHash;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps a copy of a torn tail before it is cut. The copy is named by segment, offset and content, so that cutting the
 * same tail again, after a crash between copy and cut, makes the same file.
 */
final class Quarantine {
    private final LogDirectory directory;
    private final SmallFiles files;

    Quarantine(LogDirectory directory) {
        this.directory = directory;
        this.files = new SmallFiles(directory.files());
    }

    /** Copies the bytes from a place to the segment's end, durably, and answers the copy's name. */
    String keep(Segment segment, Place from, int bytes) throws IOException {
        byte[] tail = new byte[bytes];
        try (DurableFile file = directory.openForReading(segment)) {
            if (!LineLookup.readFully(file, tail, from.offset())) {
                throw new EOFException("segment " + segment + " has fewer than " + (from.offset() + bytes) + " bytes");
            }
        }
        String name = segment.stem() + "." + from.offset() + "." + ContentHash.hex(ByteBuffer.wrap(tail));
        Path copy = directory.quarantine().resolve(name);
        directory.files().createDirectories(directory.quarantine());
        directory.files().forceDirectory(directory.parent());
        Optional<byte[]> earlier = files.read(copy, bytes + 1);
        if (earlier.isPresent() && Arrays.equals(earlier.get(), tail)) {
            makeDurable(copy);
        } else {
            files.replace(copy, tail);
        }
        return name;
    }

    /** A copy that can be read is not yet a copy that is durable. */
    private void makeDurable(Path copy) throws IOException {
        try (DurableFile file = directory.files().open(copy)) {
            file.force();
        }
        directory.files().forceDirectory(directory.quarantine());
    }
}
