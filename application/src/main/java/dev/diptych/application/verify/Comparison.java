package dev.diptych.application.verify;

import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.domain.parity.JoinedEntries;
import dev.diptych.domain.parity.ParityJoin;
import dev.diptych.domain.parity.ParityWalk;
import dev.diptych.domain.parity.UnmatchedSink;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Compares the log's lines, as they are read, with the rows; what does not match at once is joined at the end. */
final class Comparison implements AutoCloseable {
    private final Copies copies;
    private final LineDecoder decoder;
    private final Consumer<Finding> findings;
    private final LineRuns runs = new LineRuns();
    private final Optional<LogLines> lines;
    private final LedgerLookups lookups;
    private final UnmatchedSpool spool;
    private final RowsAhead rows;
    private final ParityWalk walk;

    /**
     * What a comparison came to.
     *
     * @param counts the counts, of the part that was read
     * @param forked whether log and store have different histories, where nothing makes the log damaged
     * @param voidFlagsUnjudged whether a row was met whose void flag could not be judged
     */
    record Outcome(EventSetParity counts, boolean forked, boolean voidFlagsUnjudged) {}

    Comparison(
            Copies copies,
            Beginning beginning,
            LineDecoder decoder,
            UnmatchedSpool.Provider spools,
            Witnesses witnesses,
            Consumer<Finding> findings) {
        this.copies = copies;
        this.decoder = decoder;
        this.findings = findings;
        this.lines = copies.log().map(log -> new LogLines(log, beginning, runs));
        this.lookups = new LedgerLookups(lines, copies.store(), copies.frozenHead());
        this.spool = spools.open();
        this.rows = RowsAhead.of(copies.store(), beginning.rowsAfter(), copies.frozenHead(), witnesses);
        try {
            this.walk = new ParityWalk(rows, lookups, new Sink(spool), findings);
        } catch (RuntimeException | Error failed) {
            closeAfter(failed);
            throw failed;
        }
    }

    /**
     * A line that is an event of the log, or was meant to be one.
     *
     * @param isInRun whether it is in a run of which will be told
     */
    void line(long number, LogScan.LineRead line, boolean isInRun) {
        if (line.verdict() instanceof LineVerdict.WellFormed sound) {
            runs.addSound(number, sound.event().sequenceValue());
            walk.soundLine(sound.event(), isInRun);
            return;
        }
        Optional<LineVerdict.FirstPart> said = line.verdict().firstPart();
        if (said.isPresent()) {
            runs.addUnsound(number, said.get().sequence());
            walk.unsoundLine(said.get().sequence(), line.bytes());
        }
    }

    void runDecided(TransactionOutcome outcome) {
        walk.runDecided(outcome);
    }

    void runUndecided() {
        walk.runUndecided();
    }

    void runGivenUp() {
        walk.runGivenUp();
    }

    /**
     * The log has ended.
     *
     * @param unknownFrom the sequence of a line of a version that is not known
     * @param isHeld whether a writer holds the ledger
     */
    Outcome finish(OptionalLong unknownFrom, boolean isHeld) {
        ParityWalk.Tally tally = walk.finishBefore(unknownFrom);
        ParityJoin.Scope scope = new ParityJoin.Scope(copies.frozenHead(), unknownFrom, isHeld);
        try (UnmatchedSpool.Joined joined = spool.joined()) {
            ParityJoin join = new ParityJoin(scope, lookups, decoder, findings);
            EventSetParity counts = join.join(new Entries(joined), tally);
            return new Outcome(counts, join.foundFork(), tally.voidFlagsUnjudged());
        } finally {
            lines.ifPresent(LogLines::close);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
        } finally {
            spool.close();
        }
    }

    private void closeAfter(Throwable failed) {
        try {
            close();
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private record Sink(UnmatchedSpool spool) implements UnmatchedSink {
        @Override
        public void addFromLog(long sequence, Optional<String> id, boolean equalsRow) {
            spool.addFromLog(sequence, id, equalsRow);
        }

        @Override
        public void addFromStore(long sequence, String id) {
            spool.addFromStore(sequence, id);
        }
    }

    private record Entries(UnmatchedSpool.Joined joined) implements JoinedEntries {
        @Override
        public boolean advance() {
            return joined.advance();
        }

        @Override
        public Optional<String> id() {
            return joined.id();
        }

        @Override
        public OptionalLong logSequence() {
            return joined.logSequence();
        }

        @Override
        public OptionalLong storeSequence() {
            return joined.storeSequence();
        }

        @Override
        public boolean isMatched() {
            return joined.isMatched();
        }

        @Override
        public boolean isRepeated() {
            return joined.isRepeated();
        }

        @Override
        public boolean isRowTaken() {
            return joined.isRowTaken();
        }
    }
}
