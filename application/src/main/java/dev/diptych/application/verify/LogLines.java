package dev.diptych.application.verify;

import dev.diptych.domain.parity.ParityLookups;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the lines that a verification asks for again, once it knows what differs. It asks in the order of sequences, mostly,
 * so a walk goes forward through the log: step by step where the next one is near, by a jump where the log is in order, and
 * from the start again only where a log in disorder asks for a line that lies behind.
 */
final class LogLines implements AutoCloseable {
    private static final int STEPS_MAX = 256;
    private static final int RECENT_LINES = 4;

    private final LogReader log;
    private final Beginning beginning;
    private final LineRuns runs;
    private final ArrayDeque<Numbered> recent = new ArrayDeque<>();
    private Optional<LogPart> part = Optional.empty();
    private long number;

    /** A line with its number, from 1, among those of the verification. */
    private record Numbered(long number, LogScan.LineRead line) {
        ParityLookups.FoundLine asFound() {
            return new ParityLookups.FoundLine(line.bytes(), Optional.of(line.place()));
        }
    }

    /**
     * @param beginning where the verification began, whose first line has number 1
     * @param runs which line says which sequence
     */
    LogLines(LogReader log, Beginning beginning, LineRuns runs) {
        this.log = log;
        this.beginning = beginning;
        this.runs = runs;
    }

    /** The first sound line that has the sequence, or else the first that says it. */
    Optional<ParityLookups.FoundLine> find(long sequence) {
        OptionalLong wanted = runs.numberOf(sequence);
        return wanted.isEmpty() ? Optional.empty() : read(wanted.getAsLong(), sequence);
    }

    @Override
    public void close() {
        part.ifPresent(LogPart::close);
        part = Optional.empty();
    }

    private Optional<ParityLookups.FoundLine> read(long wanted, long sequence) {
        for (Numbered line : recent) {
            if (line.number() == wanted) {
                return Optional.of(line.asFound());
            }
        }
        boolean isNear = part.isPresent() && wanted > number && wanted - number <= STEPS_MAX;
        boolean jumped = !isNear && runs.isOrderly() && jumpTo(wanted, sequence);
        if (!isNear && !jumped) {
            goBackIfBehind(wanted);
        }
        Optional<ParityLookups.FoundLine> found = stepTo(wanted);
        if (jumped && !isAt(sequence)) {
            // A segment's name lied about where it begins, and the jump went by it.
            begin(beginning.open(Optional.of(log)), 0);
            return stepTo(wanted);
        }
        return found;
    }

    /** Whether the line stepped to last says the sequence. */
    private boolean isAt(long sequence) {
        return !recent.isEmpty()
                && recent.getLast()
                        .line()
                        .verdict()
                        .firstPart()
                        .filter(claimed -> claimed.sequence() == sequence)
                        .isPresent();
    }

    private Optional<ParityLookups.FoundLine> stepTo(long wanted) {
        while (number < wanted && part.orElseThrow().advance()) {
            if (part.get().item() instanceof LogScan.LineRead line) {
                number++;
                remember(new Numbered(number, line));
            }
        }
        return number == wanted ? Optional.of(recent.getLast().asFound()) : Optional.empty();
    }

    /** Begins right before the line; answers whether that could be done. */
    private boolean jumpTo(long wanted, long sequence) {
        if (sequence <= 1) {
            return false;
        }
        Optional<LogPart> there = LogPart.behind(log, sequence - 1);
        there.ifPresent(found -> begin(found, wanted - 1));
        return there.isPresent();
    }

    private void goBackIfBehind(long wanted) {
        if (part.isEmpty() || wanted <= number) {
            begin(beginning.open(Optional.of(log)), 0);
        }
    }

    private void begin(LogPart other, long linesBefore) {
        close();
        recent.clear();
        part = Optional.of(other);
        number = linesBefore;
    }

    private void remember(Numbered line) {
        if (recent.size() == RECENT_LINES) {
            recent.remove();
        }
        recent.add(line);
    }
}
