package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.BoundTransactions;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link BoundTransactions} and of void rows and pinned answers, which exist for their sake: what a bound
 * transaction keeps, what dooms it, and how sure its end is.
 */
public abstract class BoundTransactionsContract extends StoreContract {
    private static final RuntimeException WHY = new ArithmeticException("the caller thought better of it");

    private QueryStore store;
    private List<SealedEvent> before;
    private List<SealedEvent> bound;

    @BeforeEach
    void makeAStoreWithTwoEvents() {
        store = openNew();
        before = insertChain(store, 2, 1);
        bound = BoundEvents.behind(events, before.get(1).asHead(), 2);
    }

    @Test
    void keeps_bound_events_and_what_the_caller_wrote_and_leaves_the_position_alone() {
        BoundStoreTransaction transaction = store.beginBound();
        fixture.statements(transaction).put("flag", "on");
        transaction.insert(bound.subList(0, 1));
        transaction.insert(bound.subList(1, 2));
        assertThat(transaction.highestSequence()).isEqualTo(Sequence.of(4));
        assertThat(transaction.row(bound.get(0).id()))
                .hasValueSatisfying(row -> assertThat(row.holds(bound.get(0))).isTrue());

        assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());

        assertThat(transaction.doomed()).isEmpty();
        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
        assertThat(fixture.callersValue("flag")).contains("on");
        assertThat(store.position())
                .hasValueSatisfying(
                        position -> assertThat(position.event().sequence()).isEqualTo(Sequence.of(2)));
    }

    @Test
    void keeps_nothing_of_what_is_rolled_back() {
        BoundStoreTransaction transaction = store.beginBound();
        fixture.statements(transaction).put("flag", "on");
        transaction.insert(bound);

        assertThat(transaction.rollBack())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class, end -> assertThat(end.doom()).isEmpty());

        assertNothingKept();
    }

    @Test
    void rolls_back_what_is_closed_without_an_end() {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            fixture.statements(transaction).put("flag", "on");
            transaction.insert(bound);
        }

        assertNothingKept();
    }

    @Test
    void shows_nobody_else_anything_before_the_commit() {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            transaction.insert(bound);

            assertThat(store.highestSequence()).isEqualTo(Sequence.of(2));
            assertThat(CompletableFuture.supplyAsync(() -> walk(store)).join()).isEqualTo(before);
            assertThat(fixture.callersValue("flag")).isEmpty();
        }
    }

    @Test
    void commits_nothing_that_its_caller_doomed_and_runs_no_statement_in_it() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound.subList(0, 1));

        transaction.doom(WHY);
        transaction.doom(new ArithmeticException("a later reason"));

        assertThat(transaction.doomed()).contains(WHY);
        assertThatThrownBy(() -> transaction.insert(bound.subList(1, 2))).isSameAs(WHY);
        assertThatThrownBy(() -> statements.put("flag", "on")).isInstanceOf(RuntimeException.class);
        assertRolledBack(transaction.commit(), WHY);
        assertNothingKept();
    }

    @Test
    void can_be_doomed_by_any_thread_until_it_ends() {
        BoundStoreTransaction transaction = store.beginBound();
        transaction.insert(bound);

        CompletableFuture.runAsync(() -> transaction.doom(WHY)).join();

        assertRolledBack(transaction.commit(), WHY);
        BoundStoreTransaction next = store.beginBound();
        transaction.doom(new ArithmeticException("too late"));
        assertThat(transaction.doomed()).contains(WHY);
        assertThat(next.doomed()).isEmpty();
        next.insert(bound);
        assertThat(next.commit()).isEqualTo(new BoundEnd.Committed());
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(4));
    }

    @Test
    void is_doomed_by_whatever_is_thrown_out_of_it_swallowed_or_not() {
        assertDoomedBy(
                transaction -> transaction.insert(List.of(BoundEvents.bound(before.get(0)))),
                StoreConflictException.class);
        assertDoomedBy(
                transaction -> transaction.insert(events.batchOf(before.get(1).asHead(), 1)),
                IllegalArgumentException.class);
        assertDoomedBy(transaction -> transaction.insertVoid(bound), IllegalStateException.class);
        assertDoomedBy(
                transaction -> transaction.moveTo(positionOf(before.get(0)), Sequence.of(1)),
                IllegalStateException.class);
        assertDoomedBy(transaction -> transaction.unwrap(StoreFixture.class), IllegalArgumentException.class);
        assertNothingKept();
    }

    private void assertDoomedBy(Consumer<StoreTransaction> doing, Class<? extends RuntimeException> thrown) {
        BoundStoreTransaction transaction = store.beginBound();
        fixture.statements(transaction).put("flag", "on");
        assertThatThrownBy(() -> doing.accept(transaction)).isInstanceOf(thrown);
        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class,
                        end -> assertThat(end.doom())
                                .hasValueSatisfying(why -> assertThat(why).isInstanceOf(thrown)));
    }

    @Test
    void is_used_by_the_thread_that_began_it_and_doomed_by_another_s_use() {
        BoundStoreTransaction transaction = store.beginBound();
        transaction.insert(bound);

        assertThatThrownBy(CompletableFuture.runAsync(transaction::commit)::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);

        assertThat(transaction.commit()).isInstanceOf(BoundEnd.RolledBack.class);
        assertNothingKept();
    }

    @Test
    void is_doomed_by_a_conflict_that_rolls_it_back_and_keeps_nothing_of_what_comes_after() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound);
        assertThatThrownBy(statements::conflictThatRollsBack).isInstanceOf(RuntimeException.class);

        assertThatThrownBy(() -> statements.put("flag", "on")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(transaction::highestSequence).isInstanceOf(RuntimeException.class);

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class, end -> assertThat(end.doom()).isPresent());
        assertNothingKept();
    }

    @Test
    void is_doomed_by_a_full_disk_that_the_caller_swallows() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound);
        fixture.fillDisk(transaction);

        assertThatThrownBy(() -> statements.put("first", "on")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> statements.put("flag", "on")).isInstanceOf(RuntimeException.class);

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class, end -> assertThat(end.doom()).isPresent());
        fixture.makeRoom();
        assertNothingKept();
    }

    @Test
    void does_not_know_how_it_ended_when_a_statement_inside_committed() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound);
        statements.hiddenCommit();

        assertThatThrownBy(() -> statements.put("flag", "on")).isInstanceOf(RuntimeException.class);

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.Uncertain.class,
                        end -> assertThat(end.storeIsBroken()).isFalse());
        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
        assertThat(fixture.callersValue("flag")).isEmpty();
    }

    @Test
    void is_doomed_where_a_savepoint_took_a_bound_row() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound.subList(0, 1));
        statements.takingBack(() -> transaction.insert(bound.subList(1, 2)));
        statements.put("flag", "on");

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class, end -> assertThat(end.doom()).isPresent());
        assertNothingKept();
    }

    @Test
    void is_doomed_by_a_second_database() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound);
        statements.attach();
        statements.put("flag", "on");

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class, end -> assertThat(end.doom()).isPresent());
        assertNothingKept();
        commitBound();
        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
    }

    @Test
    void lets_ordinary_transactions_wait_for_its_end() {
        BoundStoreTransaction transaction = store.beginBound();
        CountDownLatch about = new CountDownLatch(1);
        CompletableFuture<Sequence> other = CompletableFuture.supplyAsync(() -> {
            about.countDown();
            return store.inTransaction(StoreTransaction::highestSequence);
        });
        await(about);
        transaction.insert(bound);
        transaction.commit();

        assertThat(other.join()).isEqualTo(Sequence.of(4));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void refuses_its_own_thread_everything_that_would_wait_for_itself() {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            assertThatThrownBy(() -> store.inTransaction(inner -> inner)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(store::beginBound).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(store::checkpointFully).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(store::close).isInstanceOf(IllegalStateException.class);
            assertThat(transaction.doomed()).isEmpty();
        }
        assertThatThrownBy(() -> store.inTransaction(outer -> store.beginBound()))
                .isInstanceOf(IllegalStateException.class);
        assertNothingKept();
    }

    @Test
    void says_so_when_another_writer_keeps_the_store_and_works_when_that_has_ended() {
        if (declared(fixture.canHoldBusy(), fixture::holdBusy)) {
            try (StoreFixture.Held held = fixture.holdBusy()) {
                assertThat(held).isNotNull();
                assertThatThrownBy(store::beginBound).isInstanceOf(StoreBusyException.class);
                assertThatThrownBy(store::checkpointFully).isInstanceOf(StoreBusyException.class);
            }
        }
        commitBound();
        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
    }

    @Test
    void survives_a_power_cut_with_everything_that_was_committed_before() {
        for (int seed = 0; seed < 10; seed++) {
            int cut = seed;
            fixture.close();
            fixture = newFixture();
            makeAStoreWithTwoEvents();
            commitBound();
            if (declared(fixture.canCutPower(), () -> fixture.powerCut(cut))) {
                fixture.powerCut(seed);
            } else {
                store.close();
            }

            QueryStore again = fixture.provider().openForWriting();

            assertThat(walk(again)).startsWith(before.get(0), before.get(1)).endsWith(bound.get(0), bound.get(1));
            assertThat(fixture.callersValue("flag")).contains("on");
            again.close();
        }
    }

    @Test
    void keeps_everything_when_the_power_fails_after_a_full_checkpoint() {
        store.checkpointFully();
        if (declared(fixture.canCutPower(), () -> fixture.powerCut(1))) {
            fixture.powerCut(1);
        } else {
            store.close();
        }

        assertThat(walk(fixture.provider().openForWriting())).isEqualTo(before).hasSize(2);
    }

    @Test
    void pins_an_answer_that_is_there_until_it_is_replaced_or_forgotten() {
        PinnedAnswer first = PinnedAnswer.of(new BoundRun(bound), TransactionOutcome.ABORTED);
        PinnedAnswer second = PinnedAnswer.of(new BoundRun(bound.subList(0, 1)), TransactionOutcome.COMMITTED);
        assertThat(store.pinned()).isEmpty();
        pin(first);
        assertThat(store.pinned()).contains(first);
        pin(second);
        store.close();

        try (QueryStore again = fixture.provider().openForWriting()) {
            assertThat(again.pinned()).contains(second);
            again.inTransaction(transaction -> {
                assertThat(transaction.pinned()).contains(second);
                transaction.unpin();
                transaction.unpin();
                return transaction.pinned();
            });
            assertThat(again.pinned()).isEmpty();
        }
    }

    @Test
    void keeps_no_pin_of_what_is_rolled_back() {
        BoundStoreTransaction transaction = store.beginBound();
        transaction.pin(PinnedAnswer.of(new BoundRun(bound), TransactionOutcome.ABORTED));
        assertThat(transaction.pinned()).isPresent();
        transaction.rollBack();

        assertThat(store.pinned()).isEmpty();
    }

    @Test
    void refuses_to_read_a_pinned_answer_that_is_none() {
        store.close();
        fixture.editPinned("perhaps");

        try (QueryStore again = fixture.provider().openForWriting()) {
            assertThatThrownBy(again::pinned).isInstanceOf(DamagedCopyException.class);
            assertThatThrownBy(() -> again.inTransaction(StoreTransaction::pinned))
                    .isInstanceOf(DamagedCopyException.class);
            assertThat(walk(again)).isEqualTo(before);
        }
    }

    @Test
    void is_over_when_it_has_ended() {
        BoundStoreTransaction transaction = store.beginBound();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        transaction.insert(bound);
        transaction.commit();
        transaction.close();

        assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(transaction::rollBack).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(transaction::highestSequence).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> statements.put("flag", "on")).isInstanceOf(RuntimeException.class);
        assertThat(fixture.callersValue("flag")).isEmpty();
        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
    }

    @Test
    void keeps_void_rows_apart_in_ordinary_transactions_only() {
        List<SealedEvent> ordinary = events.batchOf(before.get(1).asHead(), 1);
        assertThatThrownBy(() -> inOrdinary(transaction -> transaction.insertVoid(ordinary)))
                .isInstanceOf(IllegalArgumentException.class);
        StoreFixture.CallersTransaction callers = fixture.begin();
        StoreTransaction joined = store.join(callers.given());
        assertThatThrownBy(() -> joined.insertVoid(bound)).isInstanceOf(IllegalStateException.class);
        callers.rollback();

        inOrdinary(transaction -> transaction.insertVoid(bound));

        for (SealedEvent event : bound) {
            assertThat(store.row(event.sequence())).hasValueSatisfying(row -> {
                assertThat(row.isVoid()).isTrue();
                assertThat(row.holds(event)).isFalse();
                assertThat(row.line()).isEqualTo(event.toLine());
            });
        }
        assertThatThrownBy(() -> inOrdinary(transaction -> transaction.insertVoid(bound)))
                .isInstanceOf(StoreConflictException.class);
    }

    @Test
    void takes_a_bound_event_into_a_transaction_that_the_caller_brought() {
        StoreFixture.CallersTransaction callers = fixture.begin();
        StoreTransaction joined = store.join(callers.given());
        joined.insert(bound.subList(0, 1));
        assertThat(store.row(bound.get(0).sequence())).isEmpty();
        callers.commit();

        try (BoundStoreTransaction settling = store.beginBound()) {
            assertThat(settling.row(bound.get(0).sequence()))
                    .hasValueSatisfying(
                            row -> assertThat(row.holds(bound.get(0))).isTrue());
        }
    }

    @Test
    void refuses_to_begin_or_to_checkpoint_once_the_store_is_closed() {
        commitBound();
        store.close();

        assertThatThrownBy(store::beginBound).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(store::checkpointFully).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(store::pinned).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void raises_the_epoch_with_its_commit_and_not_without() {
        BoundStoreTransaction first = store.beginBound();
        first.raiseEpoch();
        assertThat(first.identity().epoch()).isEqualTo(2);
        first.rollBack();
        assertThat(store.identity().epoch()).isEqualTo(1);

        BoundStoreTransaction second = store.beginBound();
        second.raiseEpoch();
        assertThat(store.identity().epoch()).isEqualTo(1);
        assertThat(second.commit()).isEqualTo(new BoundEnd.Committed());

        assertThat(store.identity().epoch()).isEqualTo(2);
        assertThat(store.identity().storeId()).isEqualTo(ID);
    }

    @Test
    void takes_a_caller_s_transaction_that_goes_on_behind_an_epoch_that_was_raised() {
        BoundStoreTransaction raising = store.beginBound();
        raising.raiseEpoch();
        raising.commit();
        StoreFixture.CallersTransaction callers = fixture.begin();
        StoreTransaction joined = store.join(callers.given());
        assertThat(joined.identity().epoch()).isEqualTo(2);
        joined.insert(bound);
        callers.commit();

        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
    }

    @Test
    void takes_an_identity_only_as_long_as_it_is_being_made_from_a_log() {
        StoreId other = new StoreId("fedcba9876543210fedcba9876543210");
        assertThatThrownBy(() -> inOrdinary(transaction -> transaction.identify(other, 3)))
                .isInstanceOf(IllegalStateException.class);
        assertDoomedBy(transaction -> transaction.identify(other, 3), IllegalStateException.class);
        fixture.close();
        fixture = newFixture();
        QueryStore filled = fixture.provider().create(ID, 0);
        assertThat(filled.identity().epoch()).isZero();

        filled.inTransaction(transaction -> {
            transaction.identify(other, 3);
            assertThat(transaction.identity().storeId()).isEqualTo(other);
            return transaction;
        });

        assertThat(filled.identity().storeId()).isEqualTo(other);
        assertThat(filled.identity().epoch()).isEqualTo(3);
        assertThatThrownBy(() -> filled.inTransaction(transaction -> {
                    transaction.identify(ID, 4);
                    return transaction;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(filled.identity().epoch()).isEqualTo(3);
    }

    @Test
    void counts_the_rows_of_a_table_as_it_sees_them_itself() {
        String table = fixture.callersTable();
        BoundStoreTransaction transaction = store.beginBound();
        assertThat(transaction.rowCount(table)).isEmpty();
        StoreFixture.CallersStatements statements = fixture.statements(transaction);
        statements.put("first", "on");
        statements.put("flag", "on");

        assertThat(transaction.rowCount(table)).hasValue(2);
        assertThat(transaction.rowCount("no such\" table; --")).isEmpty();
        transaction.rollBack();

        inOrdinary(ordinary -> assertThat(ordinary.rowCount(table)).isEmpty());
    }

    @Test
    void runs_without_enforcing_references_and_keeps_what_leaves_none_broken() {
        BoundStoreTransaction transaction = store.beginBoundWithoutReferences();
        fixture.statements(transaction).put("flag", "on");
        transaction.insert(bound);
        assertThat(transaction.brokenReferences()).isEmpty();
        assertThatThrownBy(store::beginBoundWithoutReferences).isInstanceOf(IllegalStateException.class);

        assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());

        assertThat(walk(store, Sequence.of(2))).isEqualTo(bound);
        assertThat(fixture.callersValue("flag")).contains("on");
    }

    @Test
    void says_that_nobody_else_writes_where_nobody_else_does() {
        assertThat(store.isShared()).isFalse();
        store.close();

        assertThatThrownBy(store::isShared).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void goes_on_behind_a_full_checkpoint_as_before() {
        store.checkpointFully();
        store.checkpointFully();
        commitBound();
        store.checkpointFully();
        insert(store, events.batchOf(bound.get(1).asHead(), 1));

        assertThat(walk(store)).startsWith(before.get(0), before.get(1)).hasSize(5);
        assertThat(store.identity().epoch()).isEqualTo(1);
        assertThat(store.pinned()).isEmpty();
    }

    private void inOrdinary(Consumer<StoreTransaction> work) {
        store.inTransaction(transaction -> {
            work.accept(transaction);
            return transaction;
        });
    }

    private void commitBound() {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            fixture.statements(transaction).put("flag", "on");
            transaction.insert(bound);
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
        }
    }

    private void pin(PinnedAnswer answer) {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            transaction.pin(answer);
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
        }
    }

    private static void assertRolledBack(BoundEnd end, RuntimeException why) {
        assertThat(end)
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class,
                        back -> assertThat(back.doom()).contains(why));
    }

    /** And the store goes on as if nothing had been. */
    private void assertNothingKept() {
        assertThat(walk(store)).isEqualTo(before);
        assertThat(fixture.callersValue("flag")).isEmpty();
        insert(store, events.batchOf(before.get(1).asHead(), 1));
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
        fixture.close();
        fixture = newFixture();
        makeAStoreWithTwoEvents();
    }
}
