package dev.diptych.contracts.twins;

import dev.diptych.domain.event.Limits;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.LogScan;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A walk over the lines of a log as it was when the walk began. */
final class TwinLogScan implements LogScan {
    private final TwinLogImage image;
    private final int from;
    private final Deque<Item> names = new ArrayDeque<>();
    private int line;
    private Optional<Item> current = Optional.empty();
    private boolean closed;

    TwinLogScan(TwinLogImage image, int from, boolean hasSegment, List<String> namesThere) {
        this.image = image;
        this.from = from;
        this.line = from;
        namesThere.stream().filter(TwinLogDisk::isForeign).forEach(name -> names.add(new ForeignName(name)));
        if (hasSegment && from == 0) {
            names.add(new SegmentBegins(TwinLogDisk.SEGMENT_NAME, 1));
        }
    }

    @Override
    public boolean advance() {
        if (closed) {
            throw new IllegalStateException("this walk was closed");
        }
        if (!names.isEmpty()) {
            current = Optional.of(names.removeFirst());
        } else {
            current = line < image.lines() ? Optional.of(read(line++)) : Optional.empty();
        }
        return current.isPresent();
    }

    private LineRead read(int at) {
        byte[] bytes = image.line(at);
        byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, Limits.FORMAT.lineBytesMax()));
        Place place = image.place(at);
        Place seen = from == 0 ? place : new Place(place.segment(), place.offset(), 0);
        return new LineRead(seen, bytes.length, shown, image.verdict(at));
    }

    @Override
    public Item item() {
        return current.orElseThrow(() -> new IllegalStateException("there is nothing to look at"));
    }

    @Override
    public void close() {
        closed = true;
        current = Optional.empty();
    }
}
