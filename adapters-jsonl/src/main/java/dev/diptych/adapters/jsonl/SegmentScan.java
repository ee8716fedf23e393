package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A walk over a log as it lies there: the foreign names, then every segment with its lines.
 *
 * <p>Beside a writer, the end of the newest segment is looked at twice: a segment is known to have got its last byte only
 * once a newer one is seen, so when the lines run out the directory is listed again, and if it has a newer segment, this
 * one is read to its end before that one is begun.
 */
final class SegmentScan implements LogScan {
    private final LogDirectory directory;
    private final LineDecoder decoder;
    private final Deque<String> foreign = new ArrayDeque<>();
    private final Deque<Segment> ahead = new ArrayDeque<>();

    private Optional<Segment> current = Optional.empty();
    private Optional<DurableFile> file = Optional.empty();
    private Optional<SegmentLines> lines = Optional.empty();
    private long lineNumber;
    private Optional<Item> item = Optional.empty();
    private boolean ended;

    private SegmentScan(LogDirectory directory, LineDecoder decoder) {
        this.directory = directory;
        this.decoder = decoder;
    }

    static SegmentScan all(LogDirectory directory, LineDecoder decoder) {
        SegmentScan scan = new SegmentScan(directory, decoder);
        LogDirectory.Listing listing = directory.list();
        scan.foreign.addAll(listing.foreign());
        scan.ahead.addAll(listing.segments());
        return scan;
    }

    /** Begins at a line of a segment; at its first one the segment is begun, inside of it it is not. */
    static SegmentScan from(LogDirectory directory, LineDecoder decoder, Segment segment, long offset) {
        SegmentScan scan = all(directory, decoder);
        scan.ahead.removeIf(other -> other.first() < segment.first() || offset > 0 && other.equals(segment));
        if (offset > 0) {
            scan.enter(segment, offset);
            scan.lineNumber = -1;
        }
        return scan;
    }

    @Override
    public boolean advance() {
        if (ended) {
            return false;
        }
        try {
            item = Optional.ofNullable(step());
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
        ended = item.isEmpty();
        return !ended;
    }

    @Override
    public Item item() {
        return item.orElseThrow(() -> new NoSuchElementException("the scan has not stepped to an item"));
    }

    @Override
    public void close() {
        ended = true;
        item = Optional.empty();
        leave();
    }

    private Item step() throws IOException {
        if (!foreign.isEmpty()) {
            return new ForeignName(foreign.poll());
        }
        if (lines.isPresent()) {
            LineRead line = nextLine(lines.get());
            if (line != null) {
                return line;
            }
        }
        if (ahead.isEmpty()) {
            return null;
        }
        Segment next = ahead.poll();
        enter(next, 0);
        return new SegmentBegins(next.name(), next.first());
    }

    private LineRead nextLine(SegmentLines from) throws IOException {
        if (from.next(Long.MAX_VALUE)) {
            return read(from);
        }
        if (ahead.isEmpty()) {
            ahead.addAll(segmentsBehindCurrent());
            if (!ahead.isEmpty() && from.next(Long.MAX_VALUE)) {
                return read(from);
            }
        }
        return from.takeRest() ? read(from) : null;
    }

    private List<Segment> segmentsBehindCurrent() {
        long reached = current.map(Segment::first).orElse(0L);
        return directory.list().segments().stream()
                .filter(segment -> segment.first() > reached)
                .toList();
    }

    private LineRead read(SegmentLines from) {
        lineNumber += lineNumber < 0 ? 0 : 1;
        byte[] kept = from.copyOfLine();
        Place place = new Place(current.orElseThrow().name(), from.lineOffset(), Math.max(lineNumber, 0));
        var verdict = decoder.decodeOwned(kept);
        byte[] shown = kept.length < SegmentLines.KEPT_BYTES_MAX ? kept : Arrays.copyOf(kept, kept.length - 1);
        return new LineRead(place, from.lineLength(), shown, verdict);
    }

    private void enter(Segment segment, long offset) {
        leave();
        try {
            DurableFile opened = directory.openForReading(segment);
            file = Optional.of(opened);
            lines = Optional.of(SegmentLines.from(opened, offset));
            current = Optional.of(segment);
            lineNumber = 0;
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
    }

    private void leave() {
        lines = Optional.empty();
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException failed) {
                throw directory.unreadable(failed);
            } finally {
                file = Optional.empty();
            }
        }
    }
}
