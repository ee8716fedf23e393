package dev.diptych.contracts.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The twin goes wrong at a COMMIT in every way in which SQLite can. */
class TwinStoreCommitFaultsTest {
    private final SeededEvents events = SeededEvents.fresh();
    private final TwinStoreDisk disk = TwinStoreDisk.empty();
    private List<SealedEvent> bound;
    private QueryStore store;

    @BeforeEach
    void aStoreWithOneEvent() {
        store = disk.provider().create(new StoreId("0".repeat(32)));
        List<SealedEvent> first = events.chain(events.ledgerId(), 1, 1).get(0);
        store.inTransaction(transaction -> {
            transaction.insert(first);
            return first;
        });
        bound = BoundEvents.behind(events, first.get(0).asHead(), 1);
    }

    @Test
    void a_commit_that_was_not_kept_leaves_a_store_that_can_settle() {
        assertThat(commitWith(TwinStoreCommitFault.NOT_KEPT)).isEqualTo(false);

        assertThat(isThere(store)).isFalse();
        pin(store, TransactionOutcome.ABORTED);
        assertThat(store.pinned()).isPresent();
    }

    @Test
    void a_commit_that_was_kept_although_it_failed_survives_a_power_cut() {
        assertThat(commitWith(TwinStoreCommitFault.KEPT)).isEqualTo(false);

        assertThat(isThere(store)).isTrue();
        disk.powerCut(events.random().nextLong());
        assertThat(isThere(disk.provider().openForWriting())).isTrue();
        assertThat(disk.callersValues()).containsEntry("flag", "on");
    }

    @Test
    void a_force_that_failed_breaks_the_store_and_what_it_should_have_forced_is_gone() {
        assertThat(commitWith(TwinStoreCommitFault.FORCE_FAILED_AND_GONE)).isEqualTo(true);

        assertBroken();
        disk.kill();
        assertThat(isThere(disk.provider().openForWriting())).isFalse();
    }

    @Test
    void a_force_that_failed_comes_back_when_the_process_died_or_the_power_failed() {
        assertThat(commitWith(TwinStoreCommitFault.FORCE_FAILED_AND_COMES_BACK)).isEqualTo(true);

        assertBroken();
        QueryStore again = disk.provider().openForWriting();
        assertThat(isThere(again)).isFalse();
        disk.powerCut(events.random().nextLong());
        assertThat(isThere(disk.provider().openForWriting())).isTrue();
    }

    @Test
    void a_pin_keeps_it_from_coming_back() {
        commitWith(TwinStoreCommitFault.FORCE_FAILED_AND_COMES_BACK);
        pin(disk.provider().openForWriting(), TransactionOutcome.ABORTED);

        disk.kill();
        disk.powerCut(events.random().nextLong());

        QueryStore again = disk.provider().openForWriting();
        assertThat(isThere(again)).isFalse();
        assertThat(again.pinned().map(PinnedAnswer::outcome)).contains(TransactionOutcome.ABORTED);
        assertThat(disk.callersValues()).isEmpty();
    }

    @Test
    void what_came_back_is_on_fragile_ground_until_a_full_checkpoint() {
        assertThat(surviveCutAfterComingBack(false)).as("some cut takes it").contains(false);
    }

    @Test
    void what_came_back_stays_after_a_full_checkpoint() {
        assertThat(surviveCutAfterComingBack(true)).containsOnly(true);
    }

    private List<Boolean> surviveCutAfterComingBack(boolean checkpoint) {
        return events.random()
                .longs(40)
                .mapToObj(seed -> {
                    TwinStoreCommitFaultsTest run = new TwinStoreCommitFaultsTest();
                    run.aStoreWithOneEvent();
                    run.commitWith(TwinStoreCommitFault.FORCE_FAILED_AND_COMES_BACK);
                    run.disk.kill();
                    QueryStore again = run.disk.provider().openForWriting();
                    assertThat(run.isThere(again)).isTrue();
                    run.pin(again, TransactionOutcome.COMMITTED);
                    if (checkpoint) {
                        again.checkpointFully();
                    }
                    run.disk.powerCut(seed);
                    return run.isThere(run.disk.provider().openForWriting());
                })
                .toList();
    }

    @Test
    void a_full_checkpoint_that_fails_breaks_the_store() {
        disk.failNextCheckpoint();

        assertThatThrownBy(store::checkpointFully).isInstanceOf(StoreFailedException.class);

        assertBroken();
        disk.provider().openForWriting().checkpointFully();
    }

    @Test
    void a_process_that_died_before_the_commit_commits_nothing() {
        BoundStoreTransaction transaction = store.beginBound();
        transaction.insert(bound);
        disk.beforeNextCommit(disk::kill);

        assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);

        assertThat(isThere(disk.provider().openForWriting())).isFalse();
    }

    /** Whether the store is broken by it. */
    private boolean commitWith(TwinStoreCommitFault fault) {
        disk.failNextBoundCommit(fault);
        BoundStoreTransaction transaction = store.beginBound();
        transaction.unwrap(TwinStoreStatements.class).put("flag", "on");
        transaction.insert(bound);
        BoundEnd end = transaction.commit();
        assertThat(end).isInstanceOf(BoundEnd.Uncertain.class);
        return ((BoundEnd.Uncertain) end).storeIsBroken();
    }

    private boolean isThere(QueryStore in) {
        return in.row(bound.get(0).sequence()).isPresent();
    }

    private void pin(QueryStore in, TransactionOutcome outcome) {
        try (BoundStoreTransaction settling = in.beginBound()) {
            settling.pin(PinnedAnswer.of(new BoundRun(bound), outcome));
            assertThat(settling.commit()).isEqualTo(new BoundEnd.Committed());
        }
    }

    private void assertBroken() {
        assertThatThrownBy(store::highestSequence).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(store::beginBound).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(store::checkpointFully).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> store.inTransaction(transaction -> 1)).isInstanceOf(StoreFailedException.class);
        store.close();
    }
}
