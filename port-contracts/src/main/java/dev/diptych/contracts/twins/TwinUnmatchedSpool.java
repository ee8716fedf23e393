package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.UnmatchedSpool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** A spool in memory. */
public final class TwinUnmatchedSpool implements UnmatchedSpool {
    private final List<Line> lines = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private boolean joined;
    private boolean closed;

    private record Line(long sequence, Optional<String> id, boolean equalsRow) {}

    private record Row(long sequence, String id) {}

    private record Pair(
            Optional<String> id,
            OptionalLong log,
            OptionalLong store,
            boolean matched,
            boolean repeated,
            boolean rowTaken) {
        long order() {
            return log.orElseGet(store::getAsLong);
        }
    }

    private TwinUnmatchedSpool() {}

    public static UnmatchedSpool open() {
        return new TwinUnmatchedSpool();
    }

    @Override
    public void addFromLog(long sequence, Optional<String> id, boolean equalsRow) {
        requireFilling();
        lines.add(new Line(sequence, id, equalsRow));
    }

    @Override
    public void addFromStore(long sequence, String id) {
        requireFilling();
        rows.add(new Row(sequence, id));
    }

    @Override
    public Joined joined() {
        requireFilling();
        joined = true;
        List<Pair> pairs = new ArrayList<>();
        Set<Row> free = new LinkedHashSet<>(rows);
        List<Line> unmatched = new ArrayList<>();
        for (Line line : lines) {
            Optional<Row> equal = line.equalsRow() ? take(free, Row::sequence, line.sequence()) : Optional.empty();
            if (equal.isPresent()) {
                pairs.add(paired(line, equal, true, false, false));
            } else {
                unmatched.add(line);
            }
        }
        Set<String> takenByPlace = new HashSet<>();
        for (Line line : unmatched) {
            if (line.id().isEmpty()) {
                Optional<Row> row = take(free, Row::sequence, line.sequence());
                row.ifPresent(taken -> takenByPlace.add(taken.id()));
                pairs.add(paired(line, row, false, false, false));
            }
        }
        Set<String> takenById = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Line line : unmatched) {
            if (line.id().isPresent()) {
                String id = line.id().get();
                Optional<Row> row = take(free, Row::id, id);
                boolean rowTaken = row.isEmpty() && (takenByPlace.contains(id) || takenById.contains(id));
                row.ifPresent(taken -> takenById.add(taken.id()));
                pairs.add(paired(line, row, false, !seen.add(id), rowTaken));
            }
        }
        free.forEach(row -> pairs.add(new Pair(
                Optional.of(row.id()), OptionalLong.empty(), OptionalLong.of(row.sequence()), false, false, false)));
        pairs.sort(Comparator.comparingLong(Pair::order));
        return new TwinJoined(pairs.iterator());
    }

    @Override
    public void close() {
        closed = true;
        lines.clear();
        rows.clear();
    }

    private static <T> Optional<Row> take(Set<Row> free, Function<Row, T> key, T wanted) {
        for (Iterator<Row> each = free.iterator(); each.hasNext(); ) {
            Row row = each.next();
            if (key.apply(row).equals(wanted)) {
                each.remove();
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private static Pair paired(Line line, Optional<Row> row, boolean matched, boolean repeated, boolean rowTaken) {
        return new Pair(
                line.id().or(() -> row.map(Row::id)),
                OptionalLong.of(line.sequence()),
                row.map(taken -> OptionalLong.of(taken.sequence())).orElseGet(OptionalLong::empty),
                matched,
                repeated,
                rowTaken);
    }

    private void requireFilling() {
        if (closed || joined) {
            throw new IllegalStateException("this spool was " + (closed ? "closed" : "joined") + " before");
        }
    }

    private static final class TwinJoined implements Joined {
        private final Iterator<Pair> rest;
        private Optional<Pair> current = Optional.empty();

        TwinJoined(Iterator<Pair> rest) {
            this.rest = rest;
        }

        @Override
        public boolean advance() {
            current = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
            return current.isPresent();
        }

        @Override
        public Optional<String> id() {
            return pair().id();
        }

        @Override
        public OptionalLong logSequence() {
            return pair().log();
        }

        @Override
        public OptionalLong storeSequence() {
            return pair().store();
        }

        @Override
        public boolean isMatched() {
            return pair().matched();
        }

        @Override
        public boolean isRowTaken() {
            return pair().rowTaken();
        }

        @Override
        public boolean isRepeated() {
            return pair().repeated();
        }

        @Override
        public void close() {
            current = Optional.empty();
        }

        private Pair pair() {
            return current.orElseThrow(() -> new IllegalStateException("there is no pair to look at"));
        }
    }
}
