package dev.diptych.domain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettlementTest {
    /**
     * What must be done, written by hand: what the log tells, what rows there are, and then the answer where nothing is
     * pinned (or something of another run), where committed is, and where aborted is.
     */
    private static final String TABLE = """
            nothing   | none               | settle_aborted   | diverged         | settle_aborted
            nothing   | all happened       | settle_committed | settle_committed | diverged
            nothing   | some happened      | diverged         | diverged         | diverged
            nothing   | all void           | diverged         | diverged         | diverged
            nothing   | some void          | diverged         | diverged         | diverged
            nothing   | happened and void  | diverged         | diverged         | diverged
            committed | none               | insert           | insert           | diverged
            committed | all happened       | insert           | insert           | diverged
            committed | some happened      | insert           | insert           | diverged
            committed | all void           | diverged         | diverged         | diverged
            committed | some void          | diverged         | diverged         | diverged
            committed | happened and void  | diverged         | diverged         | diverged
            aborted   | none               | insert           | diverged         | insert
            aborted   | all happened       | diverged         | diverged         | diverged
            aborted   | some happened      | diverged         | diverged         | diverged
            aborted   | all void           | insert           | diverged         | insert
            aborted   | some void          | insert           | diverged         | insert
            aborted   | happened and void  | diverged         | diverged         | diverged
            """;

    /** What lies behind the run in the log. */
    private enum Told {
        NOTHING,
        COMMITTED,
        ABORTED,
        MISFIT,
        UNKNOWN,
        ORDINARY,
        TWICE,
        COMMITTED_AND_MORE
    }

    /** Where the stored position is, and so where the walk begins. */
    private enum Position {
        NOWHERE,
        BEFORE_THE_RUN,
        AT_THE_END
    }

    private enum Pinned {
        NOTHING,
        STALE,
        COMMITTED,
        ABORTED
    }

    private record State(int length, Told told, Position position, Pinned pinned, List<StoredRow> rows) {}

    @Test
    void every_state_of_log_rows_pin_and_position_has_the_answer_of_the_table() {
        Map<String, String> table = table();
        Set<String> used = new HashSet<>();
        int states = 0;
        Map<String, Integer> answers = new HashMap<>();
        for (State state : states()) {
            BoundLedger ledger = ledger(state);
            RunVerdict verdict = walk(ledger.events(), state.position());
            List<StoredRow> rows =
                    verdict.fold(List::of, u -> state.rows(), d -> state.rows(), m -> List.of(), v -> List.of());

            String answer = word(Settlement.of(verdict, rows, pin(state, ledger)));

            assertThat(answer).as("%s", state).isEqualTo(expected(state, table, used));
            answers.merge(answer, 1, Integer::sum);
            states++;
        }
        assertThat(states).isEqualTo((1 + 3 + 9 + 27 + 81) * 8 * 3 * 4);
        assertThat(used)
                .as("lines of the table that no state reached")
                .containsExactlyInAnyOrderElementsOf(table.keySet());
        assertThat(answers)
                .containsOnlyKeys("nothing", "settle_committed", "settle_aborted", "insert", "diverged", "refused");
    }

    @Test
    void a_run_without_rows_was_aborted_and_is_told_so() {
        BoundLedger ledger = new BoundLedger().ordinary(2).bound(2);

        Settlement.SettleAs settle = (Settlement.SettleAs) Settlement.of(
                walk(ledger.events(), Position.NOWHERE), List.of(StoredRow.ABSENT, StoredRow.ABSENT), Optional.empty());

        assertThat(settle.run()).isEqualTo(ledger.newestRun(2));
        assertThat(settle.pin()).isEqualTo(PinnedAnswer.of(ledger.newestRun(2), TransactionOutcome.ABORTED));
        assertThat(settle.tell(DecidedBy.RECOVERY))
                .isEqualTo(new OutcomeRecord(
                        TransactionOutcome.ABORTED,
                        new Sequence(3),
                        2,
                        ledger.newest().hash(),
                        DecidedBy.RECOVERY));
        RunVerdict told = walk(ledger.tell(settle.tell(DecidedBy.RECOVERY)).events(), Position.NOWHERE);
        assertThat(told).isInstanceOf(RunVerdict.Decided.class);
    }

    @Test
    void what_was_told_names_the_rows_that_are_missing() {
        BoundLedger ledger = new BoundLedger().ordinary(1).bound(3).told(TransactionOutcome.ABORTED, 3);

        Settlement settlement = Settlement.of(
                walk(ledger.events(), Position.NOWHERE),
                List.of(StoredRow.ABSENT, StoredRow.VOID, StoredRow.ABSENT),
                Optional.empty());

        Settlement.Insert insert = (Settlement.Insert) settlement;
        assertThat(insert.missing()).containsExactly(new Sequence(2), new Sequence(4));
        assertThat(insert.outcome().outcome()).isEqualTo(TransactionOutcome.ABORTED);
        assertThat(insert.run().events()).isEqualTo(ledger.events().subList(1, 4));
    }

    @Test
    void a_divergence_says_what_contradicts_what() {
        BoundLedger ledger = new BoundLedger().bound(2);
        RunVerdict undecided = walk(ledger.events(), Position.NOWHERE);
        Optional<PinnedAnswer> committed =
                Optional.of(PinnedAnswer.of(ledger.newestRun(2), TransactionOutcome.COMMITTED));
        RunVerdict told = walk(ledger.told(TransactionOutcome.ABORTED, 2).events(), Position.NOWHERE);

        assertThat(why(undecided, Optional.empty(), StoredRow.HAPPENED, StoredRow.ABSENT))
                .isEqualTo("has 1 rows of 2, and one transaction wrote all or none");
        assertThat(why(undecided, Optional.empty(), StoredRow.VOID, StoredRow.VOID))
                .isEqualTo("has a void row, and the log does not tell that it was aborted");
        assertThat(why(undecided, committed, StoredRow.ABSENT, StoredRow.ABSENT))
                .isEqualTo("was settled as committed, and the rows say aborted");
        assertThat(why(told, Optional.empty(), StoredRow.VOID, StoredRow.HAPPENED))
                .isEqualTo("was aborted, as the log tells at sequence 3, and its row at sequence 2 is not void");
        assertThat(why(told, committed, StoredRow.VOID, StoredRow.VOID))
                .isEqualTo("was settled as committed, and the log tells aborted");
    }

    @Test
    void refuses_to_answer_for_rows_that_nobody_looked_up() {
        RunVerdict undecided = walk(new BoundLedger().bound(2).events(), Position.NOWHERE);

        assertThatThrownBy(() -> Settlement.of(undecided, List.of(StoredRow.ABSENT), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there must be an answer for each of the bound events 1 to 2, there were 1");
    }

    private static String why(RunVerdict verdict, Optional<PinnedAnswer> pin, StoredRow... rows) {
        return ((Settlement.Diverged) Settlement.of(verdict, List.of(rows), pin)).why();
    }

    private static List<State> states() {
        List<State> states = new ArrayList<>();
        for (int length = 0; length <= 4; length++) {
            for (List<StoredRow> rows : rows(length)) {
                for (Told told : Told.values()) {
                    for (Position position : Position.values()) {
                        for (Pinned pinned : Pinned.values()) {
                            states.add(new State(length, told, position, pinned, rows));
                        }
                    }
                }
            }
        }
        return states;
    }

    private static List<List<StoredRow>> rows(int length) {
        List<List<StoredRow>> all = List.of(List.of());
        for (int i = 0; i < length; i++) {
            List<List<StoredRow>> longer = new ArrayList<>();
            for (List<StoredRow> some : all) {
                for (StoredRow row : StoredRow.values()) {
                    List<StoredRow> more = new ArrayList<>(some);
                    more.add(row);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private static BoundLedger ledger(State state) {
        BoundLedger ledger = new BoundLedger().ordinary(2).bound(state.length());
        OutcomeRecord fitting = state.length() == 0
                ? new OutcomeRecord(
                        TransactionOutcome.COMMITTED,
                        Sequence.FIRST,
                        2,
                        ledger.newest().hash(),
                        DecidedBy.CALLER)
                : OutcomeRecord.of(ledger.newestRun(state.length()), TransactionOutcome.COMMITTED, DecidedBy.CALLER);
        OutcomeRecord aborted = new OutcomeRecord(
                TransactionOutcome.ABORTED, fitting.first(), fitting.count(), fitting.lastHash(), DecidedBy.RECOVERY);
        OutcomeRecord misfit = new OutcomeRecord(
                fitting.outcome(), fitting.first(), fitting.count() + 1, fitting.lastHash(), fitting.decidedBy());
        return switch (state.told()) {
            case NOTHING -> ledger;
            case COMMITTED -> ledger.tell(fitting);
            case ABORTED -> ledger.tell(aborted);
            case MISFIT -> ledger.tell(misfit);
            case UNKNOWN -> ledger.tell(new OutcomeEvent.Unknown(fitting.type(), "{\"first_seq\":3}"));
            case ORDINARY -> ledger.ordinary(1);
            case TWICE -> ledger.tell(fitting).tell(aborted);
            case COMMITTED_AND_MORE -> ledger.tell(fitting).ordinary(1);
        };
    }

    /** The verdict of the newest event, or the first that forbids going on. */
    private static RunVerdict walk(List<SealedEvent> events, Position position) {
        int from = switch (position) {
            case NOWHERE -> 0;
            case BEFORE_THE_RUN -> 2;
            case AT_THE_END -> events.get(events.size() - 1).isBound() ? 2 : events.size();
        };
        RunWalk walk = from == 0 ? RunWalk.fromStart() : RunWalk.after(events.get(from - 1));
        RunVerdict verdict = new RunVerdict.Outside();
        for (SealedEvent event : events.subList(from, events.size())) {
            verdict = walk.next(event);
            if (verdict instanceof RunVerdict.Malformed || verdict instanceof RunVerdict.UnknownVersion) {
                return verdict;
            }
        }
        return verdict;
    }

    private static Optional<PinnedAnswer> pin(State state, BoundLedger ledger) {
        if (state.pinned() == Pinned.NOTHING || state.length() == 0) {
            return Optional.empty();
        }
        BoundRun run = new BoundRun(ledger.events().subList(2, 2 + state.length()));
        return Optional.of(
                switch (state.pinned()) {
                    case COMMITTED -> PinnedAnswer.of(run, TransactionOutcome.COMMITTED);
                    case ABORTED -> PinnedAnswer.of(run, TransactionOutcome.ABORTED);
                    default ->
                        new PinnedAnswer(
                                TransactionOutcome.COMMITTED, run.first(), run.count(), EventHash.of(new byte[32]));
                });
    }

    private static String word(Settlement settlement) {
        return settlement.fold(new Settlement.Cases<>(
                () -> "nothing",
                settle -> "settle_" + settle.outcome().word(),
                insert -> "insert",
                diverged -> "diverged",
                refused -> "refused"));
    }

    private static String expected(State state, Map<String, String> table, Set<String> used) {
        boolean open = state.length() > 0;
        boolean walkedPast = state.position() == Position.AT_THE_END && !(open && state.told() == Told.NOTHING);
        if (walkedPast) {
            return "nothing";
        }
        return switch (state.told()) {
            case NOTHING, COMMITTED, ABORTED ->
                open ? line(state, table, used) : state.told() == Told.NOTHING ? "nothing" : "refused";
            case ORDINARY -> open ? "refused" : "nothing";
            case COMMITTED_AND_MORE -> open ? "nothing" : "refused";
            case MISFIT, UNKNOWN, TWICE -> "refused";
        };
    }

    private static String line(State state, Map<String, String> table, Set<String> used) {
        String pin = state.pinned() == Pinned.STALE ? "nothing" : lower(state.pinned());
        String key = lower(state.told()) + "/" + rowsInWords(state.rows()) + "/" + pin;
        used.add(key);
        return table.get(key);
    }

    private static String rowsInWords(List<StoredRow> rows) {
        Set<StoredRow> kinds = EnumSet.copyOf(rows);
        if (kinds.contains(StoredRow.HAPPENED) && kinds.contains(StoredRow.VOID)) {
            return "happened and void";
        }
        String how = kinds.contains(StoredRow.ABSENT) ? "some " : "all ";
        return kinds.contains(StoredRow.HAPPENED)
                ? how + "happened"
                : kinds.contains(StoredRow.VOID) ? how + "void" : "none";
    }

    private static Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        for (String row : TABLE.strip().lines().toList()) {
            String[] cells = row.split(" *\\| *", -1);
            table.put(cells[0].strip() + "/" + cells[1] + "/nothing", cells[2]);
            table.put(cells[0].strip() + "/" + cells[1] + "/committed", cells[3]);
            table.put(cells[0].strip() + "/" + cells[1] + "/aborted", cells[4].strip());
        }
        return table;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
