package dev.diptych.application.backup;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driving.BackUpAnswer.Reason;
import dev.diptych.ports.driving.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a log through the newest event of a store, line by line, and follows its chain on the way. Nothing of it is copied
 * past a fault. What lies behind that event may not be durable, and is not looked at.
 */
final class LogCopying {
    private static final int LINES_PER_REPORT = 4_096;

    private final ChainHead through;
    private final Progress progress;
    private final List<Finding> faults = new ArrayList<>();
    private final ChainWalk chain = ChainWalk.fromStart(faults::add);
    private long lines;

    LogCopying(ChainHead through, Progress progress) {
        this.through = through;
        this.progress = progress;
    }

    /**
     * Copies, and forces nothing yet.
     *
     * @throws NotBackedUpException if the log is damaged, or does not lead to that event
     */
    void copy(LogReader reader, LogCopies.Copy copy) {
        try (LogScan scan = reader.scan(Sequence.NONE)) {
            boolean isAtEnd = through.sequence().isNone();
            while (!isAtEnd && scan.advance()) {
                isAtEnd = take(scan.item(), copy);
                requireSound();
            }
            if (!isAtEnd) {
                throw new NotBackedUpException(
                        Reason.NOT_IN_PARITY,
                        List.of(),
                        "the log is behind the store: the store's newest event is " + through
                                + ", and the log ends after "
                                + lines
                                + " lines. The ledger was not changed. Next: diptych verify, which lists what is"
                                + " missing");
            }
        }
        progress.reached(lines, through.sequence().value());
    }

    private boolean take(LogScan.Item item, LogCopies.Copy copy) {
        if (item instanceof LogScan.SegmentBegins segment) {
            chain.beginSegment(segment.name(), segment.firstSequence());
            requireSound();
            copy.segment(segment.name());
        } else if (item instanceof LogScan.ForeignName foreign) {
            chain.foreignName(foreign.name());
        } else if (item instanceof LogScan.LineRead line) {
            return takeLine(line, copy);
        }
        return false;
    }

    /** Whether it was the last one. */
    private boolean takeLine(LogScan.LineRead line, LogCopies.Copy copy) {
        chain.line(line.place(), line.length(), line.bytes(), line.verdict());
        requireSound();
        if (!(line.verdict() instanceof LineVerdict.WellFormed sound)) {
            throw notSound(line);
        }
        copy.line(line.bytes());
        lines++;
        if (lines % LINES_PER_REPORT == 0) {
            progress.reached(lines, through.sequence().value());
        }
        return isTheLast(sound.event());
    }

    private boolean isTheLast(SealedEvent event) {
        if (event.sequenceValue() < through.sequence().value()) {
            return false;
        }
        if (!event.asHead().equals(through)) {
            throw new NotBackedUpException(
                    Reason.DAMAGED,
                    List.of(),
                    "log and store have different events at sequence " + through.sequence() + ": the log has "
                            + event.asHead() + ", the store " + through
                            + ". The ledger was not changed. Next: diptych verify, which names what differs");
        }
        if (event.batch().last() != event.sequenceValue()) {
            throw new NotBackedUpException(
                    Reason.NOT_IN_PARITY,
                    List.of(),
                    "the store ends at sequence " + through.sequence() + ", inside the batch " + event.batch()
                            + ", so both copies cannot be taken at one sequence. The ledger was not changed. Next: diptych"
                            + " recover, which rolls the store forward");
        }
        return true;
    }

    private void requireSound() {
        if (!faults.isEmpty()) {
            Finding first = faults.get(0);
            throw new NotBackedUpException(
                    first.kind() == FindingKind.UNKNOWN_VERSION ? Reason.UNKNOWN_VERSION : Reason.DAMAGED,
                    faults,
                    "the log is damaged, and damage is not backed up: " + first
                            + ". The ledger was not changed. Next: diptych verify, which lists all findings");
        }
    }

    /** The walk holds a fault back while it may yet be a torn tail; before the store's newest event it is none. */
    private static NotBackedUpException notSound(LogScan.LineRead line) {
        boolean newer = line.verdict() instanceof LineVerdict.OtherVersion;
        return new NotBackedUpException(
                newer ? Reason.UNKNOWN_VERSION : Reason.DAMAGED,
                List.of(whatIsWrong(line.verdict()).at(line.place())),
                "the line in " + line.place()
                        + (newer
                                ? " is of a version that only a newer program understands"
                                : " is damaged, and damage is not backed up")
                        + ". The ledger was not changed. Next: "
                        + (newer ? "back up with the newer program" : "diptych verify, which lists all findings"));
    }

    private static Finding whatIsWrong(LineVerdict verdict) {
        return verdict.fold(
                wellFormed -> {
                    throw new IllegalArgumentException("nothing is wrong with " + wellFormed);
                },
                payload -> Finding.of(FindingKind.PAYLOAD_HASH)
                        .atSequence(payload.sequence())
                        .expecting(payload.expected().hex(), payload.found().hex()),
                envelope -> Finding.of(FindingKind.EVENT_HASH)
                        .expecting(envelope.expected().hex(), envelope.found().hex()),
                undecodable -> Finding.of(FindingKind.UNDECODABLE),
                other -> Finding.of(FindingKind.UNKNOWN_VERSION));
    }
}
