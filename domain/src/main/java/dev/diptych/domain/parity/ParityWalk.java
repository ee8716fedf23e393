package dev.diptych.domain.parity;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.transaction.TransactionOutcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Compares two event sets in one pass over both, in constant memory: a merge by sequence that lets equal pairs go and
 * leaves everything else to a sink, to be joined by id when all is read ({@link ParityJoin}). So the answer is that of
 * comparing two sets by id, whatever the order of the lines.
 *
 * <p>The lines of the log are pushed in the order of the file; the rows are pulled in the order of their sequences, through
 * the store's highest sequence as it was before the log was read. A line and a row match if they have the same sequence
 * and are equal byte for byte. Only a sound line moves the walk on, since nothing vouches for what an unsound one says; one
 * that is not above the sound one before it (doubled, displaced) is left to the join. So are lines beyond the store's
 * highest sequence: that an event is pending is known only when no row has its id.
 *
 * <p>Void flags are judged here, row by row. That of a matched row whose line is in a run waits for what is told of the run;
 * any other that is set is a finding, unless the row is bound and the log tells nothing of it: then it is not judged. Lines of a torn tail are no events of the log and must not be pushed. One thread at a time.
 */
public final class ParityWalk {
    private final RowCursor rows;
    private final ParityLookups lookups;
    private final UnmatchedSink unmatched;

    private boolean atRow;
    private long lastSound;
    private long logEvents;
    private long storeEvents;
    private long matched;
    private final VoidFlags voidFlags;

    /**
     * @param rows before its first row
     * @param lookups asked for the row of a line that is out of order
     * @param unmatched is given what does not match
     * @param findings is given the void flags that are wrong
     */
    public ParityWalk(RowCursor rows, ParityLookups lookups, UnmatchedSink unmatched, Consumer<Finding> findings) {
        this.rows = rows;
        this.lookups = lookups;
        this.unmatched = unmatched;
        this.voidFlags = new VoidFlags(findings);
        step();
    }

    /**
     * The log's next line, which is sound. Makes no object where it matches and is not bound.
     *
     * @param isInRun whether it is in a run of which will be told, by {@link #runDecided} and the like
     */
    public void soundLine(SealedEvent event, boolean isInRun) {
        long sequence = event.sequenceValue();
        logEvents++;
        if (sequence <= lastSound) {
            boolean equalsRow =
                    lookups.storeRow(sequence).filter(row -> isLine(event, row)).isPresent();
            unmatched.addFromLog(sequence, Optional.of(event.id().value()), equalsRow);
            return;
        }
        lastSound = sequence;
        while (atRow && rows.sequence() < sequence) {
            keepRow();
        }
        if (atRow && rows.sequence() == sequence && isLine(event, rows.line())) {
            matched++;
            if (event.isBound()) {
                voidFlags.boundRow(rows, isInRun);
            } else {
                voidFlags.row(rows);
            }
            step();
        } else {
            unmatched.addFromLog(sequence, Optional.of(event.id().value()), false);
        }
    }

    /**
     * The log's next line, which is not sound but has a first part that can be read.
     *
     * @param claimed the sequence that it says
     * @param line its bytes
     */
    public void unsoundLine(long claimed, byte[] line) {
        if (atRow && rows.sequence() == claimed && Arrays.equals(rows.line(), line)) {
            matched++;
            voidFlags.rowUntold(rows);
            step();
        } else {
            boolean equalsRow = lookups.storeRow(claimed)
                    .filter(row -> Arrays.equals(row, line))
                    .isPresent();
            unmatched.addFromLog(claimed, Optional.empty(), equalsRow);
        }
    }

    /** The run that was read last has an outcome. */
    public void runDecided(TransactionOutcome outcome) {
        voidFlags.tell(outcome.isVoiding());
    }

    /** The log ends with the run that was read last: its rows may be there, and are not void. */
    public void runUndecided() {
        voidFlags.tell(false);
    }

    /** Nothing will be told of the run that was read last. */
    public void runGivenUp() {
        voidFlags.giveUp();
    }

    /** The log has ended: leaves the rows behind it to the sink. */
    public Tally finish() {
        return finishBefore(OptionalLong.empty());
    }

    /**
     * The log has ended, or cannot be read further.
     *
     * @param unknownFrom the first sequence behind which nothing is compared: rows from it on are counted, and that is all
     */
    public Tally finishBefore(OptionalLong unknownFrom) {
        long end = unknownFrom.orElse(Long.MAX_VALUE);
        while (atRow && rows.sequence() < end) {
            keepRow();
        }
        while (atRow) {
            step();
        }
        voidFlags.giveUp();
        return new Tally(logEvents, storeEvents, matched, voidFlags.wrong(), voidFlags.isAnyUnjudged(), lastSound);
    }

    private void keepRow() {
        voidFlags.rowUntold(rows);
        unmatched.addFromStore(rows.sequence(), rows.id());
        step();
    }

    private void step() {
        atRow = rows.advance();
        if (atRow) {
            storeEvents++;
        }
    }

    private static boolean isLine(SealedEvent event, byte[] line) {
        return event.isLine(line, 0, line.length);
    }

    /**
     * What the walk counted. A join counts the rest.
     *
     * @param logEvents the sound lines
     * @param storeEvents the rows
     * @param matched lines and rows that are equal
     * @param voidFlags void flags that are not what the log says
     * @param voidFlagsUnjudged whether a row was met whose void flag, or which makes that of others, may be right or wrong
     * @param highestSound the highest sequence of a sound line, 0 without one
     */
    public record Tally(
            long logEvents,
            long storeEvents,
            long matched,
            long voidFlags,
            boolean voidFlagsUnjudged,
            long highestSound) {}
}
