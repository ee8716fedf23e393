package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A strict walk: every line must be the sound event with the next sequence and link to the one before. It ends at the end
 * that it is told, asks for that again when it gets there, and reads nothing beyond.
 */
final class JsonlCursor implements EventCursor {
    private final LogDirectory directory;
    private final LineDecoder decoder;
    private final Supplier<Optional<LogEnd>> ends;

    private Optional<LogEnd> end = Optional.empty();
    private long last;
    private Optional<EventHash> lastHash = Optional.empty();
    private Optional<SealedEvent> event = Optional.empty();
    private boolean started;
    private boolean ended;

    private Segment segment = Segment.beginningAt(1);
    private Optional<DurableFile> file = Optional.empty();
    private Optional<SegmentLines> lines = Optional.empty();

    JsonlCursor(LogDirectory directory, LineDecoder decoder, Sequence after, Supplier<Optional<LogEnd>> ends) {
        this.directory = directory;
        this.decoder = decoder;
        this.last = after.value();
        this.ends = ends;
    }

    @Override
    public boolean advance() {
        event = Optional.empty();
        if (ended || !hasNext()) {
            return false;
        }
        boolean sound = false;
        try {
            if (!started) {
                start();
            }
            event = Optional.of(next());
            sound = true;
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        } finally {
            ended = !sound;
        }
        return true;
    }

    @Override
    public SealedEvent event() {
        return event.orElseThrow(() -> new IllegalStateException("the cursor has not stepped to an event"));
    }

    @Override
    public void close() {
        ended = true;
        event = Optional.empty();
        try {
            leave();
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
    }

    private boolean hasNext() {
        if (!isBefore(end)) {
            end = ends.get();
        }
        return isBefore(end);
    }

    private boolean isBefore(Optional<LogEnd> limit) {
        return limit.isPresent() && last < limit.get().head().sequence().value();
    }

    private void start() throws IOException {
        started = true;
        if (last == 0) {
            enter(Segment.beginningAt(1), 0);
            return;
        }
        LineLookup.Found found = new LineLookup(directory)
                .bySequence(last)
                .orElseThrow(() -> Messages.damaged(
                        directory, new Place(end.orElseThrow().segment().name(), 0, 0), last, "no line that says so"));
        if (decoder.decode(found.line(), 0, found.line().length) instanceof LineVerdict.WellFormed sound) {
            lastHash = Optional.of(sound.event().hash());
        }
        enter(found.segment(), found.end());
    }

    private SealedEvent next() throws IOException {
        LogEnd limit = end.orElseThrow();
        SegmentLines from = lines.orElseThrow();
        while (!from.next(limitIn(limit))) {
            if (from.takeRest() || segment.first() >= limit.segment().first()) {
                throw Messages.damaged(directory, here(from), last + 1, "the end of the segment");
            }
            enter(segmentBehind(), 0);
            from = lines.orElseThrow();
        }
        return judged(from);
    }

    private SealedEvent judged(SegmentLines from) {
        LineVerdict verdict = decoder.decode(from.bytes(), from.lineFrom(), from.lineTo());
        if (!(verdict instanceof LineVerdict.WellFormed sound) || sound.event().sequenceValue() != last + 1) {
            throw Messages.damaged(directory, here(from), last + 1, Messages.described(verdict));
        }
        SealedEvent next = sound.event();
        if (lastHash.isPresent() && !next.linksTo(lastHash.get())) {
            throw Messages.damaged(
                    directory,
                    here(from),
                    last + 1,
                    "one that links to " + next.previousHash() + " where "
                            + lastHash.get().hex() + " comes before");
        }
        last = next.sequenceValue();
        lastHash = Optional.of(next.hash());
        return next;
    }

    private long limitIn(LogEnd limit) {
        return segment.equals(limit.segment()) ? limit.offset() : Long.MAX_VALUE;
    }

    private Segment segmentBehind() {
        return directory.list().segments().stream()
                .filter(other -> other.first() > segment.first())
                .findFirst()
                .orElseThrow(
                        () -> Messages.damaged(directory, new Place(segment.name(), 0, 0), last + 1, "no segment"));
    }

    private Place here(SegmentLines from) {
        return new Place(segment.name(), from.lineOffset(), 0);
    }

    private void enter(Segment next, long offset) throws IOException {
        leave();
        DurableFile opened = directory.openForReading(next);
        file = Optional.of(opened);
        lines = Optional.of(SegmentLines.from(opened, offset));
        segment = next;
    }

    private void leave() throws IOException {
        lines = Optional.empty();
        if (file.isPresent()) {
            DurableFile open = file.get();
            file = Optional.empty();
            open.close();
        }
    }
}
