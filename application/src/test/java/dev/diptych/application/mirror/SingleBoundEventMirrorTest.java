package dev.diptych.application.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.application.open.DeadWriter;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody decides a transaction by mirroring its events one by one, and nobody is told that a void one is there. */
class SingleBoundEventMirrorTest {
    private final TwinLedger ledger = TwinLedger.of(2);
    private final DeadWriter died = new DeadWriter(ledger);

    @Test
    void mirroring_an_undecided_event_does_not_make_its_transaction_committed() {
        BoundRun run = died.run(1);

        MirrorSingleEventOutcome.Refused refused = refused(run.events().get(0));

        assertThat(refused.reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
        assertThat(refused.message()).contains("bound to a transaction", "Nothing was written");
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().settled()).map(OutcomeRecord::outcome).contains(TransactionOutcome.ABORTED);
        }
    }

    @Test
    void an_undecided_event_whose_row_is_there_is_not_said_to_be_there() {
        BoundRun run = died.run(2);
        died.rows(run);

        assertThat(refused(run.events().get(0)).reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
        assertThat(refused(run.events().get(1)).reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
    }

    @Test
    void whoever_mirrors_a_void_event_does_not_hear_that_it_is_there() {
        BoundRun run = died.run(2);
        died.outcome(run, TransactionOutcome.ABORTED);
        ledger.open().close();

        MirrorSingleEventOutcome.Refused refused = refused(run.events().get(1));

        assertThat(refused.reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
        assertThat(refused.message()).contains("void", "aborted", "did not happen");
    }

    @Test
    void an_event_whose_transaction_was_committed_is_there_once_the_store_has_the_outcome() {
        BoundRun run = died.run(3);
        died.rows(run);
        SealedEvent line = died.outcome(run, TransactionOutcome.COMMITTED);
        assertThat(refused(run.events().get(0)).reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);

        assertThat(mirrored(line)).isInstanceOf(MirrorSingleEventOutcome.Inserted.class);

        run.events()
                .forEach(event -> assertThat(mirrored(event))
                        .isEqualTo(new MirrorSingleEventOutcome.AlreadyPresent(event.sequence())));
        ledger.open().close();
        ledger.requireInParity();
    }

    @ParameterizedTest
    @EnumSource(TransactionOutcome.class)
    void an_outcome_does_not_go_in_before_the_rows_of_its_run(TransactionOutcome outcome) {
        BoundRun run = died.run(2);
        SealedEvent line = died.outcome(run, outcome);

        assertThat(refused(line).reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
        assertThat(refused(run.events().get(0)).reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);

        ledger.open().close();
        ledger.requireInParity();
    }

    @Test
    void an_abort_does_not_go_in_beside_rows_that_say_that_it_happened() {
        BoundRun run = died.run(1);
        died.rows(run);
        SealedEvent line = died.outcome(run, TransactionOutcome.ABORTED);

        assertThat(refused(line).reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
    }

    @Test
    void where_the_log_is_damaged_behind_a_bound_event_it_is_not_said_to_be_there() {
        BoundRun run = died.run(1);
        died.rows(run);
        died.outcome(run, TransactionOutcome.COMMITTED);
        SealedEvent bound = run.events().get(0);

        MirrorSingleEventOutcome outcome = held(single -> {
            ledger.log().damageByte(ledger.log().bytes().length - 20);
            return single.mirror(bound);
        });

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        MirrorSingleEventOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isInstanceOf(MirrorSingleEventOutcome.Bound.class));
    }

    @Test
    void the_boundary_to_another_store_does_not_go_into_the_one_before() {
        String id = ledger.parts().store().openForReading().identity().storeId().value();
        SealedEvent boundary = died.boundary(new StoreCutover(id, "b".repeat(32), 2, died.head()));

        assertThat(refused(boundary).reason()).isInstanceOf(MirrorSingleEventOutcome.Superseded.class);
    }

    private MirrorSingleEventOutcome.Refused refused(SealedEvent event) {
        return (MirrorSingleEventOutcome.Refused) mirrored(event);
    }

    private MirrorSingleEventOutcome mirrored(SealedEvent event) {
        return held(single -> single.mirror(event));
    }

    /** Both copies are taken without being mended, so that they stay as the dead writer left them. */
    private MirrorSingleEventOutcome held(Function<SingleEventMirror, MirrorSingleEventOutcome> work) {
        DurableLog log = ledger.parts()
                .log()
                .openForWriting(() -> StoreMemory.NONE, LogProvider.TornTail.CUT_IF_STORE_VOUCHES)
                .fold(LogOpening.LogOpened::log, refused -> {
                    throw new AssertionError("it was refused: " + refused.reason());
                });
        try (QueryStore store = ledger.parts().store().openForWriting()) {
            return work.apply(new SingleEventMirror(log, store));
        } finally {
            log.close(DurableLog.StoreLeft.CLOSED_PROPERLY);
        }
    }
}
