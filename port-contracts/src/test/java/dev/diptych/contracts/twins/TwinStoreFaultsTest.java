package dev.diptych.contracts.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.ProcessStoppedException;
import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Each operation on a twin store can be the one that fails, before its effect or behind it, or the process's last. */
class TwinStoreFaultsTest {
    private static final StoreId ID = new StoreId("0123456789abcdef0123456789abcdef");

    private final SeededEvents events = SeededEvents.of(5);
    private final List<SealedEvent> ordinary =
            events.chain(events.ledgerId(), 1, 1).get(0);
    private final List<SealedEvent> bound =
            BoundEvents.behind(events, ordinary.get(0).asHead(), 1);

    private final TwinStoreDisk disk = TwinStoreDisk.empty();

    /** Everything that is done to a store, once or twice. */
    private BoundEnd work() {
        try (QueryStore store = disk.provider().create(ID)) {
            store.inTransaction(transaction -> {
                transaction.insert(ordinary);
                transaction.moveTo(new LogPosition("at 1"), ordinary.get(0).sequence());
                return transaction;
            });
            BoundStoreTransaction transaction = store.beginBound();
            BoundEnd end;
            try (transaction) {
                transaction.unwrap(TwinCallersValues.class).put("flag", "on");
                transaction.raiseEpoch();
                transaction.insert(bound);
                end = transaction.commit();
            }
            try (BoundStoreTransaction settling = store.beginBound()) {
                settling.pin(PinnedAnswer.of(new BoundRun(bound), TransactionOutcome.COMMITTED));
                settling.rollBack();
            }
            store.checkpointFully();
            store.inTransaction(last -> {
                last.unpin();
                return last;
            });
            return end;
        }
    }

    private long highest() {
        try (StoreReader reader = disk.provider().openForReading()) {
            return reader.highestSequence().value();
        }
    }

    @Test
    void every_operation_is_counted_in_its_order() {
        assertThat(work()).isEqualTo(new BoundEnd.Committed());

        assertThat(disk.operations())
                .extracting(TwinStoreOperation::kind)
                .containsExactly(
                        Kind.CREATE,
                        Kind.OPEN,
                        Kind.BEGIN,
                        Kind.INSERT,
                        Kind.MOVE_TO,
                        Kind.COMMIT,
                        Kind.BEGIN_BOUND,
                        Kind.PUT,
                        Kind.RAISE_EPOCH,
                        Kind.INSERT,
                        Kind.COMMIT_BOUND,
                        Kind.BEGIN_BOUND,
                        Kind.PIN,
                        Kind.ROLL_BACK_BOUND,
                        Kind.CHECKPOINT,
                        Kind.BEGIN,
                        Kind.UNPIN,
                        Kind.COMMIT,
                        Kind.CLOSE);
        assertThat(disk.operations()).extracting(TwinStoreOperation::index).startsWith(0L, 1L, 2L);
    }

    @Test
    void a_process_that_is_stopped_at_any_operation_leaves_what_was_committed_before_and_nothing_else() {
        work();
        List<TwinStoreOperation> all = disk.operations();
        for (TwinStoreOperation operation : all) {
            for (TwinStoreFault stop : List.of(TwinStoreFault.STOP_BEFORE, TwinStoreFault.STOP_AFTER)) {
                disk.delete();
                disk.failing(TwinStoreFaultPlan.once(operation.index(), stop));

                assertThatThrownBy(this::work)
                        .as("%s at %s", stop, operation)
                        .hasCauseInstanceOf(ProcessStoppedException.class);

                assertThat(disk.isStopped()).isTrue();
                assertThatThrownBy(() -> disk.provider().openForReading()).isInstanceOf(StoreFailedException.class);
                disk.kill();
                assertThat(disk.isStopped()).isFalse();
                assertThat(disk.operations()).isEmpty();
                if (disk.isThere()) {
                    assertThat(highest()).as("%s at %s", stop, operation).isEqualTo(committedAt(operation, stop));
                }
            }
        }
    }

    private static long committedAt(TwinStoreOperation stoppedAt, TwinStoreFault stop) {
        long through = stoppedAt.index() + (stop == TwinStoreFault.STOP_AFTER ? 1 : 0);
        return through > 10 ? 2 : through > 5 ? 1 : 0;
    }

    @Test
    void a_commit_that_is_reported_as_failed_has_taken_effect_or_not_as_the_fault_says() {
        disk.failing(TwinStoreFaultPlan.atNth(Kind.COMMIT, 1, TwinStoreFault.FAIL_BEFORE));
        assertThatThrownBy(this::work).isInstanceOf(StoreFailedException.class);
        assertThat(highest()).isZero();

        disk.delete();
        disk.failing(TwinStoreFaultPlan.atNth(Kind.COMMIT, 1, TwinStoreFault.FAIL_AFTER));
        assertThatThrownBy(this::work).isInstanceOf(StoreFailedException.class);
        assertThat(highest()).isEqualTo(1);
    }

    @Test
    void the_end_of_a_bound_transaction_whose_commit_failed_is_uncertain() {
        for (TwinStoreFault fault : List.of(TwinStoreFault.FAIL_BEFORE, TwinStoreFault.FAIL_AFTER)) {
            disk.delete();
            disk.failing(TwinStoreFaultPlan.atNth(Kind.COMMIT_BOUND, 1, fault));

            assertThat(work())
                    .isInstanceOfSatisfying(
                            BoundEnd.Uncertain.class,
                            end -> assertThat(end.storeIsBroken()).isFalse());

            assertThat(highest()).isEqualTo(fault == TwinStoreFault.FAIL_AFTER ? 2 : 1);
            assertThat(Optional.ofNullable(disk.callersValues().get("flag")).isPresent())
                    .isEqualTo(fault == TwinStoreFault.FAIL_AFTER);
        }
    }

    @Test
    void an_insert_that_failed_dooms_its_transaction_though_nobody_looks() {
        try (QueryStore store = disk.provider().create(ID)) {
            disk.failing(TwinStoreFaultPlan.atNth(Kind.INSERT, 1, TwinStoreFault.FAIL_AFTER));

            assertThatThrownBy(() -> store.inTransaction(this::insertAndSwallow))
                    .isInstanceOf(StoreFailedException.class);

            assertThat(store.highestSequence().isNone()).isTrue();
        }
    }

    private StoreTransaction insertAndSwallow(StoreTransaction transaction) {
        assertThatThrownBy(() -> transaction.insert(ordinary)).isInstanceOf(StoreFailedException.class);
        return transaction;
    }

    @Test
    void what_else_belongs_to_the_process_stops_with_it_and_the_other_way_round() {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        disk.whenStopped(files::stop);
        disk.failing(TwinStoreFaultPlan.once(1, TwinStoreFault.STOP_BEFORE));
        assertThatThrownBy(this::work).isInstanceOf(StoreFailedException.class);
        assertThat(files.isStopped()).isTrue();

        disk.delete();
        AtomicBoolean elsewhere = new AtomicBoolean();
        disk.diesWith(elsewhere::get);
        work();
        elsewhere.set(true);
        assertThatThrownBy(() -> disk.provider().openForReading()).hasCauseInstanceOf(ProcessStoppedException.class);
    }
}
