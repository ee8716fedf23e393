package dev.diptych.adapters.jsonl;

import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds single lines without reading the log: by where they end, and by sequence.
 *
 * <p>Within a segment the sequences of a sound log rise, so a line is found by halving the range of bytes in which it can
 * begin. What lines claim is no evidence: a damaged one may mislead the search. So "not there" is answered only where the
 * end of the log says so; otherwise the one segment in which the line must lie is read through.
 */
final class LineLookup {
    private static final int NARROW_BYTES = 32 * 1024;
    private static final int LINE_BYTES_MAX = Limits.FORMAT.lineBytesMax();
    private static final int STEP_BACK_BYTES = 4 * 1024;

    private final LogDirectory directory;

    LineLookup(LogDirectory directory) {
        this.directory = directory;
    }

    /**
     * A line and where it lies.
     *
     * @param segment its segment
     * @param offset its first byte
     * @param line its bytes with the LF; of a line that is too long, its beginning
     */
    record Found(Segment segment, long offset, byte[] line) {
        long end() {
            return offset + line.length;
        }
    }

    /** The line whose LF is right before {@code end}. */
    Optional<Found> endingAt(Segment segment, long end) throws IOException {
        try (DurableFile file = directory.openForReading(segment)) {
            return end > file.size() ? Optional.empty() : endingAt(segment, file, end);
        }
    }

    /** The line whose LF is right before {@code end}, which is not behind the file's own. */
    static Optional<Found> endingAt(Segment segment, DurableFile file, long end) throws IOException {
        byte[] read = new byte[0];
        for (int want = STEP_BACK_BYTES; ; want *= 4) {
            long from = Math.max(0, end - Math.min(want, LINE_BYTES_MAX + 1));
            read = new byte[(int) (end - from)];
            if (end == 0 || !readFully(file, read, from) || read[read.length - 1] != '\n') {
                return Optional.empty();
            }
            int start = read.length - 1;
            while (start > 0 && read[start - 1] != '\n') {
                start--;
            }
            if (start > 0 || from == 0) {
                byte[] line = new byte[read.length - start];
                System.arraycopy(read, start, line, 0, line.length);
                return Optional.of(new Found(segment, from + start, line));
            }
            if (want > LINE_BYTES_MAX) {
                return Optional.empty();
            }
        }
    }

    /** The first line that claims a sequence. */
    Optional<Found> bySequence(long sequence) throws IOException {
        var segments = directory.list().segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.first() <= sequence) {
                return inSegment(segment, sequence, i == segments.size() - 1);
            }
        }
        return Optional.empty();
    }

    private Optional<Found> inSegment(Segment segment, long sequence, boolean newest) throws IOException {
        try (DurableFile file = directory.openForReading(segment)) {
            long size = file.size();
            long begins = narrowed(file, sequence, size);
            Optional<Found> found = first(segment, file, sequence, begins, Math.min(size, begins + NARROW_BYTES), size);
            if (found.isPresent() || newest && endsBefore(segment, file, sequence, size)) {
                return found;
            }
            return first(segment, file, sequence, 0, size, size);
        }
    }

    /** Where a line begins that is not behind the one searched for, and at most {@link #NARROW_BYTES} before it. */
    private static long narrowed(DurableFile file, long sequence, long size) throws IOException {
        long low = 0;
        long high = size;
        while (high - low > NARROW_BYTES) {
            long middle = low + (high - low) / 2;
            SegmentLines lines = SegmentLines.few(file, middle);
            boolean goUp = false;
            long begins = 0;
            if (lines.next(size)) {
                // What was read first began before the middle.
                while (lines.offset() < high && lines.next(size)) {
                    long claimed = ReadableBeginning.sequenceIn(lines.bytes(), lines.lineFrom(), lines.lineTo());
                    if (claimed != ReadableBeginning.UNREADABLE) {
                        goUp = claimed <= sequence;
                        begins = lines.lineOffset();
                        break;
                    }
                }
            }
            if (goUp) {
                low = begins;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first line that claims the sequence among those that begin from {@code begins} up to, not including, {@code to}. */
    private static Optional<Found> first(
            Segment segment, DurableFile file, long sequence, long begins, long to, long size) throws IOException {
        SegmentLines lines = SegmentLines.from(file, begins);
        while (lines.offset() <= to && (lines.next(size) || lines.takeRest())) {
            long claimed = ReadableBeginning.sequenceIn(lines.bytes(), lines.lineFrom(), lines.lineTo());
            if (claimed == sequence) {
                return Optional.of(new Found(segment, lines.lineOffset(), lines.copyOfLine()));
            }
        }
        return Optional.empty();
    }

    private static boolean endsBefore(Segment segment, DurableFile file, long sequence, long size) throws IOException {
        if (size == 0) {
            return true;
        }
        Optional<Found> last = endingAt(segment, file, size);
        if (last.isEmpty()) {
            return false;
        }
        byte[] line = last.get().line();
        long claimed = ReadableBeginning.sequenceIn(line, 0, line.length);
        return claimed != ReadableBeginning.UNREADABLE && claimed < sequence;
    }

    static boolean readFully(DurableFile file, byte[] target, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
