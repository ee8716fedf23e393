package dev.diptych.application.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.rows.ForkException;
import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rows say is made final before anything is told. */
class RunSettlingTest {
    private final SeededEvents events = SeededEvents.fresh();
    private final TwinStoreDisk disk = TwinStoreDisk.empty();
    private QueryStore store;
    private BoundRun run;

    @BeforeEach
    void aStoreWithOneEventAndARunBehindIt() {
        store = disk.provider().create(new StoreId("0".repeat(32)));
        List<SealedEvent> first = events.chain(events.ledgerId(), 1, 1).get(0);
        store.inTransaction(transaction -> {
            transaction.insert(first);
            return first;
        });
        run = new BoundRun(BoundEvents.behind(events, first.get(0).asHead(), 3));
    }

    @Test
    void without_a_row_it_was_aborted_and_the_store_remembers_that() {
        assertThat(new RunSettling(store).settle(run).outcome()).isEqualTo(TransactionOutcome.ABORTED);

        assertThat(store.pinned()).contains(PinnedAnswer.of(run, TransactionOutcome.ABORTED));
    }

    @Test
    void with_all_rows_it_was_committed_and_the_store_remembers_that() {
        commit(run.events());

        assertThat(new RunSettling(store).settle(run).outcome()).isEqualTo(TransactionOutcome.COMMITTED);

        assertThat(store.pinned()).contains(PinnedAnswer.of(run, TransactionOutcome.COMMITTED));
    }

    @Test
    void settling_again_answers_the_same() {
        new RunSettling(store).settle(run);

        assertThat(new RunSettling(store).settle(run).outcome()).isEqualTo(TransactionOutcome.ABORTED);
    }

    @Test
    void with_some_of_its_rows_nothing_is_written() {
        commit(run.events().subList(0, 2));

        assertThatThrownBy(() -> new RunSettling(store).settle(run))
                .isInstanceOf(DivergedException.class)
                .hasMessageContainingAll("2 rows of 3", "Nothing was written", "diptych verify");
        assertThat(store.pinned()).isEmpty();
    }

    @Test
    void rows_that_say_otherwise_than_what_was_pinned_are_not_believed() {
        commit(run.events());
        disk.editPinned(PinnedAnswer.of(run, TransactionOutcome.ABORTED).text());

        assertThatThrownBy(() -> new RunSettling(store).settle(run))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("was settled as aborted");
    }

    @Test
    void a_row_that_is_another_event_is_a_fork() {
        commit(run.events());
        disk.editRow(run.last().value(), RowColumn.PAYLOAD, "{\"edited\":true}");

        assertThatThrownBy(() -> new RunSettling(store).settle(run)).isInstanceOf(ForkException.class);
        assertThat(store.pinned()).isEmpty();
    }

    @Test
    void a_write_ahead_log_that_cannot_be_moved_settles_nothing() {
        disk.failNextCheckpoint();

        assertThatThrownBy(() -> new RunSettling(store).settle(run)).isInstanceOf(StoreFailedException.class);
    }

    @Test
    void what_was_settled_survives_a_power_cut() {
        commit(run.events());
        new RunSettling(store).settle(run);

        disk.powerCut(events.random().nextLong());

        QueryStore reopened = disk.provider().openForWriting();
        assertThat(reopened.highestSequence()).isEqualTo(run.last());
        assertThat(reopened.pinned()).contains(PinnedAnswer.of(run, TransactionOutcome.COMMITTED));
    }

    private void commit(List<SealedEvent> bound) {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            transaction.insert(bound);
            transaction.commit();
        }
    }
}
