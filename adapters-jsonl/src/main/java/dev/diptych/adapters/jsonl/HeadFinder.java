package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the newest event for a reader, from the end of the log backwards: the last line of the last whole batch, all of
 * whose lines are sound and linked. In a sound log that is the last batch; what a crash or damage left behind it is passed
 * over.
 */
final class HeadFinder {
    private static final int STEP_BACK_BYTES = 64 * 1024;

    private final LogDirectory directory;
    private final LineDecoder decoder;

    HeadFinder(LogDirectory directory, LineDecoder decoder) {
        this.directory = directory;
        this.decoder = decoder;
    }

    Optional<LogEnd> find() {
        List<Segment> segments = directory.list().segments();
        try {
            for (int i = segments.size() - 1; i >= 0; i--) {
                Optional<LogEnd> found = findIn(segments.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
    }

    private Optional<LogEnd> findIn(Segment segment) throws IOException {
        try (DurableFile file = directory.openForReading(segment)) {
            long end = lineFeedBefore(file, file.size()) + 1;
            while (end > 0) {
                Optional<SealedEvent> last = soundLineEndingAt(segment, file, end);
                if (last.isPresent()
                        && last.get().sequenceValue() == last.get().batch().last()
                        && isWhole(segment, file, last.get(), end)) {
                    return Optional.of(new LogEnd(last.get().asHead(), segment, end));
                }
                end = lineFeedBefore(file, end - 1) + 1;
            }
            return Optional.empty();
        }
    }

    private boolean isWhole(Segment segment, DurableFile file, SealedEvent last, long end) throws IOException {
        BatchRange batch = last.batch();
        SealedEvent event = last;
        long begins = end - last.lineLength();
        while (event.sequenceValue() > batch.first()) {
            Optional<SealedEvent> before = soundLineEndingAt(segment, file, begins);
            if (before.isEmpty()
                    || before.get().sequenceValue() != event.sequenceValue() - 1
                    || !before.get().batch().equals(batch)
                    || !event.linksTo(before.get().hash())) {
                return false;
            }
            event = before.get();
            begins -= event.lineLength();
        }
        return true;
    }

    private Optional<SealedEvent> soundLineEndingAt(Segment segment, DurableFile file, long end) throws IOException {
        return LineLookup.endingAt(segment, file, end).flatMap(found -> sound(found.line()));
    }

    private Optional<SealedEvent> sound(byte[] line) {
        return decoder.decodeOwned(line) instanceof LineVerdict.WellFormed wellFormed
                ? Optional.of(wellFormed.event())
                : Optional.empty();
    }

    /** The offset of the last LF before {@code before}, or -1. */
    private static long lineFeedBefore(DurableFile file, long before) throws IOException {
        long to = before;
        while (to > 0) {
            byte[] piece = new byte[(int) Math.min(STEP_BACK_BYTES, to)];
            if (!LineLookup.readFully(file, piece, to - piece.length)) {
                return -1;
            }
            for (int i = piece.length - 1; i >= 0; i--) {
                if (piece[i] == '\n') {
                    return to - piece.length + i;
                }
            }
            to -= piece.length;
        }
        return -1;
    }
}
