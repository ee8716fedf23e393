package dev.diptych.domain.parity;

import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.event.StrictJson;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.RunReading;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.TransactionOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A log and a store as lists in memory, compared by the walk and the join as an application would do it. */
final class Sets implements ParityLookups, RowCursor {
    /** A line of the log: what it says, and the event if it is sound. */
    record Line(long sequence, byte[] bytes, Optional<SealedEvent> sound) {
        static Line of(SealedEvent event) {
            return new Line(event.sequenceValue(), event.toLine(), Optional.of(event));
        }

        static Line unsound(long claimed, byte[] bytes) {
            return new Line(claimed, bytes, Optional.empty());
        }

        Optional<String> id() {
            return sound.map(event -> event.id().value());
        }
    }

    /** A row of the store. */
    record Row(long sequence, String id, byte[] line, boolean isVoid) {
        static Row of(SealedEvent event) {
            return new Row(event.sequenceValue(), event.id().value(), event.toLine(), false);
        }
    }

    final List<Line> log = new ArrayList<>();
    final TreeMap<Long, Row> store = new TreeMap<>();
    final List<Finding> findings = new ArrayList<>();
    OptionalLong unknownFrom = OptionalLong.empty();
    boolean writerOpen;
    /** Where the store has every id that it had not when the comparison began. */
    OptionalLong appendedMeanwhile = OptionalLong.empty();

    final List<RunVerdict.Malformed> malformed = new ArrayList<>();
    Optional<BoundRun> undecided = Optional.empty();
    boolean forked;
    ParityWalk.Tally tally;

    private long at;
    private final List<LineLeft> linesLeft = new ArrayList<>();
    private final List<Row> rowsLeft = new ArrayList<>();

    Sets line(SealedEvent... events) {
        for (SealedEvent event : events) {
            log.add(Line.of(event));
        }
        return this;
    }

    Sets unsound(long claimed, String line) {
        log.add(Line.unsound(claimed, Sealing.bytes(line)));
        return this;
    }

    Sets row(SealedEvent... events) {
        for (SealedEvent event : events) {
            row(Row.of(event));
        }
        return this;
    }

    Sets row(Row row) {
        store.put(row.sequence(), row);
        return this;
    }

    long highest() {
        return store.isEmpty() ? 0 : store.lastKey();
    }

    EventSetParity compare() {
        ParityWalk walk = new ParityWalk(this, this, new Left(), findings::add);
        RunReading runs = RunReading.fromStart(new RunReading.Told() {
            @Override
            public void decided(TransactionOutcome outcome) {
                walk.runDecided(outcome);
            }

            @Override
            public void givenUp() {
                walk.runGivenUp();
            }
        });
        for (Line line : log) {
            if (line.sound().isPresent()) {
                runs.sound(line.sound().get()).ifPresent(malformed::add);
                walk.soundLine(line.sound().get(), runs.isInRun());
            } else {
                runs.unsound();
                walk.unsoundLine(line.sequence(), line.bytes());
            }
        }
        undecided = runs.open();
        if (undecided.isPresent()) {
            walk.runUndecided();
        }
        tally = unknownFrom.isPresent() ? walk.finishBefore(unknownFrom) : walk.finish();
        ParityJoin join = new ParityJoin(
                new ParityJoin.Scope(highest(), unknownFrom, writerOpen),
                this,
                new LineDecoder(StrictJson.SYNTAX),
                findings::add);
        EventSetParity parity = join.join(new Joined(joined()), tally);
        forked = join.foundFork();
        return parity;
    }

    /** The findings in short: kind, sequence, id. */
    List<String> found() {
        return findings.stream()
                .map(finding -> finding.kind().word() + " " + finding.sequence().orElse(0) + " "
                        + finding.id().orElse("?"))
                .toList();
    }

    @Override
    public boolean advance() {
        Long next = store.higherKey(at);
        at = next == null ? Long.MAX_VALUE : next;
        return next != null;
    }

    @Override
    public long sequence() {
        return at;
    }

    @Override
    public byte[] line() {
        return store.get(at).line();
    }

    @Override
    public String id() {
        return store.get(at).id();
    }

    @Override
    public boolean isVoid() {
        return store.get(at).isVoid();
    }

    @Override
    public Optional<FoundLine> logLine(long sequence) {
        return log.stream()
                .filter(line -> line.sequence() == sequence)
                .min(Comparator.comparing(line -> line.sound().isEmpty()))
                .map(line -> new FoundLine(line.bytes(), Optional.empty()));
    }

    @Override
    public Optional<byte[]> storeRow(long sequence) {
        return Optional.ofNullable(store.get(sequence)).map(Row::line);
    }

    @Override
    public OptionalLong storeSequenceOf(String id) {
        OptionalLong found = store.values().stream()
                .filter(row -> row.id().equals(id))
                .mapToLong(Row::sequence)
                .findFirst();
        return found.isPresent() ? found : appendedMeanwhile;
    }

    static Line judged(long claimed, String line) {
        LineVerdict verdict = new LineDecoder(StrictJson.SYNTAX).decodeOwned(Sealing.bytes(line));
        return verdict instanceof LineVerdict.WellFormed sound
                ? Line.of(sound.event())
                : Line.unsound(claimed, Sealing.bytes(line));
    }

    private List<Entry> joined() {
        List<Row> rows = new ArrayList<>(rowsLeft);
        Entry[] taken = new Entry[linesLeft.size()];
        Set<String> ids = new HashSet<>();
        take(taken, rows, line -> line.equalsRow(), true);
        take(taken, rows, line -> line.id().isEmpty(), true);
        for (int i = 0; i < taken.length; i++) {
            LineLeft line = linesLeft.get(i);
            if (line.id().isPresent()
                    && (taken[i] == null || !taken[i].matched())
                    && !ids.add(line.id().get())) {
                taken[i] = Entry.alone(line, true);
            }
        }
        take(taken, rows, line -> true, false);
        List<Entry> entries = new ArrayList<>(Arrays.asList(taken));
        rows.forEach(row -> entries.add(
                new Entry(Optional.of(row.id()), OptionalLong.empty(), OptionalLong.of(row.sequence()), false, false)));
        entries.sort(Comparator.comparingLong(
                entry -> entry.log().orElseGet(() -> entry.store().orElseThrow())));
        return entries;
    }

    /** One step of the join: those lines that it concerns, in the order in which they were left, take their rows. */
    private void take(Entry[] taken, List<Row> rows, Predicate<LineLeft> concerned, boolean bySequence) {
        for (int i = 0; i < taken.length; i++) {
            LineLeft line = linesLeft.get(i);
            if (taken[i] != null || !concerned.test(line)) {
                continue;
            }
            Optional<Row> row = rows.stream()
                    .filter(one -> bySequence
                            ? one.sequence() == line.sequence()
                            : line.id().equals(Optional.of(one.id())))
                    .findFirst();
            if (row.isPresent()) {
                rows.remove(row.get());
                taken[i] = new Entry(
                        line.id(),
                        OptionalLong.of(line.sequence()),
                        OptionalLong.of(row.get().sequence()),
                        line.equalsRow(),
                        false);
            } else if (!bySequence) {
                taken[i] = Entry.alone(line, false);
            }
        }
    }

    private record LineLeft(long sequence, Optional<String> id, boolean equalsRow) {}

    private record Entry(Optional<String> id, OptionalLong log, OptionalLong store, boolean matched, boolean repeated) {
        static Entry alone(LineLeft line, boolean repeated) {
            return new Entry(line.id(), OptionalLong.of(line.sequence()), OptionalLong.empty(), false, repeated);
        }
    }

    private final class Left implements UnmatchedSink {
        @Override
        public void addFromLog(long sequence, Optional<String> id, boolean equalsRow) {
            linesLeft.add(new LineLeft(sequence, id, equalsRow));
        }

        @Override
        public void addFromStore(long sequence, String id) {
            rowsLeft.add(store.get(sequence));
        }
    }

    private final class Joined implements JoinedEntries {
        private final List<Entry> entries;
        private int at = -1;

        Joined(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean advance() {
            return ++at < entries.size();
        }

        @Override
        public Optional<String> id() {
            return entries.get(at).id();
        }

        @Override
        public OptionalLong logSequence() {
            return entries.get(at).log();
        }

        @Override
        public OptionalLong storeSequence() {
            return entries.get(at).store();
        }

        @Override
        public boolean isMatched() {
            return entries.get(at).matched();
        }

        @Override
        public boolean isRepeated() {
            return entries.get(at).repeated();
        }

        @Override
        public boolean isRowTaken() {
            Entry entry = entries.get(at);
            return entry.store().isEmpty()
                    && rowsLeft.stream()
                            .filter(row -> entry.id().equals(Optional.of(row.id())))
                            .anyMatch(row -> entries.stream()
                                    .anyMatch(one -> one.store().equals(OptionalLong.of(row.sequence()))
                                            && one.log().isPresent()
                                            && !one.matched()));
        }
    }
}
