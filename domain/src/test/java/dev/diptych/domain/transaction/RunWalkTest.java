package dev.diptych.domain.transaction;

import static dev.diptych.domain.transaction.TransactionOutcome.ABORTED;
import static dev.diptych.domain.transaction.TransactionOutcome.COMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunWalkTest {
    private static final RunVerdict OUTSIDE = new RunVerdict.Outside();

    @Test
    void a_run_is_handed_out_with_the_outcome_behind_it() {
        BoundLedger ledger =
                new BoundLedger().ordinary(1).bound(3).told(COMMITTED, 3).ordinary(1);
        List<SealedEvent> events = ledger.events();

        List<RunVerdict> verdicts = walked(events);

        assertThat(verdicts.get(0)).isEqualTo(OUTSIDE);
        assertThat(verdicts.get(2)).isEqualTo(new RunVerdict.Undecided(new BoundRun(events.subList(1, 3))));
        BoundRun run = new BoundRun(events.subList(1, 4));
        assertThat(verdicts.get(4))
                .isEqualTo(new RunVerdict.Decided(
                        run, OutcomeRecord.of(run, COMMITTED, DecidedBy.CALLER), new Sequence(5)));
        assertThat(verdicts.get(5)).isEqualTo(OUTSIDE);
    }

    @Test
    void runs_may_follow_each_other_and_the_last_may_be_undecided() {
        BoundLedger ledger = new BoundLedger()
                .bound(1)
                .told(ABORTED, 1)
                .bound(2)
                .told(COMMITTED, 2)
                .bound(1);
        RunWalk walk = RunWalk.fromStart();

        ledger.events().forEach(walk::next);

        assertThat(walk.undecided()).contains(ledger.newestRun(1));
    }

    @Test
    void an_outcome_ends_the_run_for_good() {
        RunWalk walk = RunWalk.fromStart();

        new BoundLedger().bound(2).told(ABORTED, 2).events().forEach(walk::next);

        assertThat(walk.undecided()).isEmpty();
    }

    @Test
    void the_record_of_broken_glass_shares_the_batch_of_its_event() {
        BoundLedger ledger = new BoundLedger().bound(1).brokenOpen().bound(1).told(COMMITTED, 4);

        RunVerdict.Decided decided = (RunVerdict.Decided) last(walked(ledger.events()));

        assertThat(decided.run().count()).isEqualTo(4);
    }

    @Test
    void other_bound_events_share_no_batch() {
        for (int together = 2; together <= 3; together++) {
            List<RunVerdict> verdicts =
                    walked(new BoundLedger().boundTogether(together).events());

            assertThat(verdicts.get(0)).isInstanceOfSatisfying(RunVerdict.Malformed.class, malformed -> {
                assertThat(malformed.fault()).isEqualTo(RunFault.BATCH_IS_SHARED);
                assertThat(malformed.expected())
                        .isEqualTo("a batch of one bound event, with the record of its broken glass if there is one");
                assertThat(malformed.found()).startsWith("batch 1-").contains(" with event 1 e-");
            });
        }
    }

    @Test
    void an_ordinary_event_inside_a_run_leaves_the_run_without_an_outcome() {
        BoundLedger ledger = new BoundLedger().bound(2).ordinary(1);

        RunVerdict.Malformed malformed = (RunVerdict.Malformed) last(walked(ledger.events()));

        assertThat(malformed.fault()).isEqualTo(RunFault.INSIDE_A_RUN);
        assertThat(malformed.at()).isEqualTo(new Sequence(3));
        assertThat(malformed.expected()).isEqualTo("a bound event, or the outcome of those before");
        assertThat(malformed.found()).isEqualTo(ledger.newest().toString());
        assertThat(malformed.left()).contains(new BoundRun(ledger.events().subList(0, 2)));
    }

    @Test
    void an_outcome_must_have_first_sequence_count_and_hash_of_its_run() {
        BoundRun run = new BoundLedger().ordinary(1).bound(2).newestRun(2);
        OutcomeRecord right = OutcomeRecord.of(run, ABORTED, DecidedBy.RECOVERY);
        List<OutcomeRecord> wrong = List.of(
                new OutcomeRecord(ABORTED, new Sequence(1), 2, right.lastHash(), DecidedBy.RECOVERY),
                new OutcomeRecord(ABORTED, right.first(), 1, right.lastHash(), DecidedBy.RECOVERY),
                new OutcomeRecord(ABORTED, right.first(), 2_000, right.lastHash(), DecidedBy.RECOVERY),
                new OutcomeRecord(ABORTED, right.first(), 2, run.events().get(0).hash(), DecidedBy.RECOVERY));

        for (OutcomeRecord outcome : wrong) {
            List<RunVerdict> verdicts =
                    walked(new BoundLedger().ordinary(1).bound(2).tell(outcome).events());
            assertThat(last(verdicts)).isInstanceOfSatisfying(RunVerdict.Malformed.class, malformed -> {
                assertThat(malformed.fault()).isEqualTo(RunFault.OUTCOME_MISFITS);
                assertThat(malformed.expected()).startsWith(right.json());
                assertThat(malformed.found()).startsWith(outcome.json());
                assertThat(malformed.left()).contains(run);
            });
        }
    }

    @Test
    void a_second_outcome_and_one_without_a_run_are_told_apart() {
        BoundLedger ledger = new BoundLedger().ordinary(1).bound(2).told(COMMITTED, 2);
        OutcomeRecord second = OutcomeRecord.of(new BoundRun(ledger.events().subList(1, 3)), ABORTED, DecidedBy.CALLER);
        OutcomeRecord other = new OutcomeRecord(
                ABORTED, Sequence.FIRST, 1, ledger.events().get(0).hash(), DecidedBy.CALLER);

        List<RunVerdict> verdicts =
                walked(ledger.tell(second).ordinary(1).tell(second).tell(other).events());

        assertThat(fault(verdicts.get(4))).isEqualTo(RunFault.SECOND_OUTCOME);
        assertThat(verdicts.get(5)).isEqualTo(OUTSIDE);
        assertThat(fault(verdicts.get(6))).isEqualTo(RunFault.SECOND_OUTCOME);
        assertThat(fault(verdicts.get(7))).isEqualTo(RunFault.OUTCOME_WITHOUT_RUN);
    }

    @Test
    void a_walk_that_begins_behind_an_outcome_knows_that_it_was_told() {
        BoundLedger ledger = new BoundLedger().bound(1).told(ABORTED, 1);
        RunWalk walk = RunWalk.after(ledger.newest());

        ledger.tell(OutcomeRecord.of(new BoundRun(ledger.events().subList(0, 1)), ABORTED, DecidedBy.CALLER));

        assertThat(fault(walk.next(ledger.newest()))).isEqualTo(RunFault.SECOND_OUTCOME);
    }

    @Test
    void a_walk_does_not_begin_inside_a_run() {
        SealedEvent inside = new BoundLedger().bound(1).newest();

        assertThatThrownBy(() -> RunWalk.after(inside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a walk must not begin behind a bound event, was to begin behind " + inside
                        + ": begin before its run");
    }

    @Test
    void a_bound_outcome_decides_nothing() {
        BoundLedger ledger = new BoundLedger().bound(1);

        ledger.tellBound(OutcomeRecord.of(ledger.newestRun(1), COMMITTED, DecidedBy.CALLER));

        assertThat(fault(last(walked(ledger.events())))).isEqualTo(RunFault.OUTCOME_IS_BOUND);
    }

    @Test
    void an_outcome_in_a_version_that_is_not_known_is_no_damage() {
        BoundLedger ledger = new BoundLedger().bound(1);
        BoundRun run = ledger.newestRun(1);
        EventType later = new EventType("diptych.transaction.committed.v2");

        RunVerdict verdict =
                last(walked(ledger.tell(new OutcomeEvent.Unknown(later, "{}")).events()));

        assertThat(verdict).isEqualTo(new RunVerdict.UnknownVersion(new Sequence(2), later, Optional.of(run)));
    }

    @Test
    void a_run_of_1024_is_whole_and_one_more_is_too_long() {
        BoundLedger longest = new BoundLedger().bound(BoundRun.EVENTS_MAX);
        RunWalk walk = RunWalk.fromStart();
        RunVerdict verdict = OUTSIDE;
        for (SealedEvent event : longest.events()) {
            verdict = walk.next(event);
        }
        assertThat(verdict).isInstanceOf(RunVerdict.Undecided.class);
        assertThat(walk.undecided().orElseThrow().count()).isEqualTo(1_024);

        RunVerdict tooLong = walk.next(longest.bound(1).newest());

        assertThat(tooLong).isInstanceOfSatisfying(RunVerdict.Malformed.class, malformed -> {
            assertThat(malformed.fault()).isEqualTo(RunFault.RUN_TOO_LONG);
            assertThat(malformed.left().orElseThrow().count()).isEqualTo(1_024);
        });
        assertThat(walk.undecided()).contains(longest.newestRun(1));
    }

    @Test
    void a_gap_gives_the_run_up() {
        BoundLedger ledger = new BoundLedger().bound(2).skip(3).bound(1);

        RunVerdict.Malformed malformed = (RunVerdict.Malformed) last(walked(ledger.events()));

        assertThat(malformed.fault()).isEqualTo(RunFault.GAP);
        assertThat(malformed.expected()).isEqualTo("sequence 3");
        assertThat(malformed.found()).isEqualTo("sequence 6");
        assertThat(malformed.left()).contains(new BoundRun(ledger.events().subList(0, 2)));
    }

    @Test
    void a_run_holds_only_bound_events_that_follow_each_other() {
        BoundLedger ledger = new BoundLedger().bound(3).ordinary(1);
        List<SealedEvent> events = ledger.events();

        assertThatThrownBy(() -> new BoundRun(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BoundRun(events)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BoundRun(List.of(events.get(0), events.get(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(events.get(2) + " does not, at place 2");
    }

    static List<RunVerdict> walked(List<SealedEvent> events) {
        RunWalk walk = RunWalk.fromStart();
        List<RunVerdict> verdicts = new ArrayList<>();
        events.forEach(event -> verdicts.add(walk.next(event)));
        return verdicts;
    }

    private static RunVerdict last(List<RunVerdict> verdicts) {
        return verdicts.get(verdicts.size() - 1);
    }

    private static RunFault fault(RunVerdict verdict) {
        return ((RunVerdict.Malformed) verdict).fault();
    }
}
