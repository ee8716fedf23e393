package dev.diptych.domain.transaction;

import static dev.diptych.domain.transaction.TransactionOutcome.ABORTED;
import static dev.diptych.domain.transaction.TransactionOutcome.COMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.SealedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading transactions beside damage: what cannot be known is not judged, and damage is not told twice. */
class RunReadingTest {
    private final List<String> told = new ArrayList<>();
    private final RunReading.Told listener = new RunReading.Told() {
        @Override
        public void decided(TransactionOutcome outcome) {
            told.add(outcome.word());
        }

        @Override
        public void givenUp() {
            told.add("given up");
        }
    };

    private final List<RunFault> faults = new ArrayList<>();

    @Test
    void a_whole_log_tells_of_each_run_once() {
        List<SealedEvent> log = new BoundLedger()
                .ordinary(1)
                .bound(2)
                .told(ABORTED, 2)
                .bound(1)
                .told(COMMITTED, 1)
                .bound(2)
                .events();
        RunReading runs = RunReading.fromStart(listener);

        read(runs, log);

        assertThat(told).containsExactly("aborted", "committed");
        assertThat(faults).isEmpty();
        assertThat(runs.open().orElseThrow().count()).isEqualTo(2);
    }

    @Test
    void an_event_is_in_a_run_until_the_outcome_is_read() {
        List<SealedEvent> log =
                new BoundLedger().ordinary(1).bound(2).told(COMMITTED, 2).events();
        RunReading runs = RunReading.fromStart(listener);
        List<Boolean> inRun = new ArrayList<>();

        log.forEach(event -> {
            runs.sound(event);
            inRun.add(runs.isInRun());
        });

        assertThat(inRun).containsExactly(false, true, true, false);
    }

    @Test
    void a_run_with_another_event_inside_is_malformed_and_given_up() {
        read(
                RunReading.fromStart(listener),
                new BoundLedger().bound(1).ordinary(1).events());

        assertThat(faults).containsExactly(RunFault.INSIDE_A_RUN);
        assertThat(told).containsExactly("given up");
    }

    @Test
    void an_unreadable_line_inside_a_run_gives_it_up_and_is_no_fault_of_its_own() {
        List<SealedEvent> log =
                new BoundLedger().bound(3).told(COMMITTED, 3).ordinary(1).events();
        RunReading runs = RunReading.fromStart(listener);

        read(runs, log.subList(0, 1));
        runs.unsound();
        read(runs, log.subList(2, 5));

        assertThat(faults).isEmpty();
        assertThat(told).containsExactly("given up");
        assertThat(runs.isInRun()).isFalse();
        assertThat(runs.open()).isEmpty();
    }

    @Test
    void a_missing_or_doubled_event_breaks_the_order_in_the_same_way() {
        List<SealedEvent> log =
                new BoundLedger().bound(3).told(COMMITTED, 3).ordinary(1).events();

        read(RunReading.fromStart(listener), List.of(log.get(0), log.get(2), log.get(3), log.get(4)));
        read(RunReading.fromStart(listener), List.of(log.get(0), log.get(0), log.get(1), log.get(2), log.get(3)));

        assertThat(faults).isEmpty();
        assertThat(told).containsExactly("given up", "given up");
    }

    @Test
    void what_follows_the_first_event_that_is_not_bound_behind_damage_is_judged_again() {
        List<SealedEvent> log = new BoundLedger()
                .ordinary(1)
                .bound(1)
                .told(COMMITTED, 1)
                .bound(1)
                .ordinary(1)
                .events();
        RunReading runs = RunReading.fromStart(listener);

        runs.unsound();
        read(runs, log.subList(1, 5));

        assertThat(faults).containsExactly(RunFault.INSIDE_A_RUN);
        assertThat(told).containsExactly("given up");
    }

    @Test
    void a_second_outcome_right_behind_one_that_could_not_be_judged_is_a_fault() {
        List<SealedEvent> log = new BoundLedger()
                .bound(1)
                .told(COMMITTED, 1)
                .ordinary(1)
                .bound(1)
                .told(ABORTED, 1)
                .events();
        RunReading runs = RunReading.behind(2, listener);

        read(runs, log.subList(2, 5));

        assertThat(faults).isEmpty();
        assertThat(told).containsExactly("aborted");
    }

    @Test
    void a_reading_that_may_begin_inside_a_run_does_not_judge_that_run() {
        List<SealedEvent> log =
                new BoundLedger().bound(3).told(ABORTED, 3).bound(1).events();
        RunReading runs = RunReading.amid(1, listener);

        read(runs, log.subList(1, 5));

        assertThat(faults).isEmpty();
        assertThat(told).isEmpty();
        assertThat(runs.open().orElseThrow().first()).hasToString("5");
    }

    private void read(RunReading runs, List<SealedEvent> events) {
        events.forEach(
                event -> runs.sound(event).map(RunVerdict.Malformed::fault).ifPresent(faults::add));
    }
}
