package dev.diptych.domain.parity;

import dev.diptych.domain.chain.LineFields;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
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
 * <p>Void flags are judged here, row by row: one that is set is a finding, unless the row is bound, whose flag this version
 * does not judge. Lines of a torn tail are no events of the log and must not be pushed. One thread at a time.
 */
public final class ParityWalk {
    private final RowCursor rows;
    private final ParityLookups lookups;
    private final UnmatchedSink unmatched;
    private final Consumer<Finding> findings;

    private boolean atRow;
    private long lastSound;
    private long logEvents;
    private long storeEvents;
    private long matched;
    private long voidFlags;
    private boolean voidFlagsUnjudged;

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
        this.findings = findings;
        step();
    }

    /** The log's next line, which is sound. Makes no object where it matches. */
    public void soundLine(SealedEvent event) {
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
            matchRow();
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
            matchRow();
        } else {
            boolean equalsRow = lookups.storeRow(claimed)
                    .filter(row -> Arrays.equals(row, line))
                    .isPresent();
            unmatched.addFromLog(claimed, Optional.empty(), equalsRow);
        }
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
        return new Tally(logEvents, storeEvents, matched, voidFlags, voidFlagsUnjudged, lastSound);
    }

    private void matchRow() {
        matched++;
        if (rows.isVoid()) {
            judgeVoidFlag();
        }
        step();
    }

    private void keepRow() {
        Optional<LineFields> fields = LineFields.split(rows.line());
        voidFlagsUnjudged |= fields.isPresent() && fields.get().leavesVoidFlagsUnjudged();
        if (rows.isVoid()) {
            judgeVoidFlag();
        }
        unmatched.addFromStore(rows.sequence(), rows.id());
        step();
    }

    private void judgeVoidFlag() {
        boolean bound = LineFields.split(rows.line())
                .filter(fields -> fields.has("bound"))
                .isPresent();
        if (!bound) {
            voidFlags++;
            findings.accept(Finding.of(FindingKind.VOID_FLAG)
                    .atSequence(rows.sequence())
                    .ofId(rows.id())
                    .expecting("0", "not 0"));
        }
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
     * @param voidFlags void flags that are set and should not be
     * @param voidFlagsUnjudged whether a row was met, among the unmatched, that may make void flags right
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
