package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.NotOurTransactionException;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The contract of {@link QueryStore}: what a transaction keeps, what it refuses, and who may end it. */
public abstract class QueryStoreContract extends StoreContract {
    @Test
    void keeps_what_a_transaction_inserted_and_answers_what_the_work_answered() {
        QueryStore store = openNew();
        List<SealedEvent> batch = events.chain(ledger, 4, 4).get(0);

        String answer = store.inTransaction(transaction -> {
            transaction.insert(batch);
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        for (SealedEvent event : batch) {
            assertThat(store.find(event.sequence())).contains(event);
            assertThat(store.row(event.sequence())).hasValueSatisfying(row -> {
                assertThat(row.holds(event)).isTrue();
                assertThat(row.id()).isEqualTo(event.id().value());
                assertThat(row.isVoid()).isFalse();
            });
        }
    }

    @Test
    void keeps_nothing_of_a_transaction_whose_work_throws_and_passes_on_what_it_threw() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 3, 1);
        ArithmeticException thrown = new ArithmeticException("the work failed");

        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.insert(events.batchOf(all.get(2).asHead(), 3));
                    transaction.moveTo(positionOf(all.get(0)), all.get(0).sequence());
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(walk(store)).isEqualTo(all);
        assertThat(store.position())
                .contains(new StoredPosition(positionOf(all.get(2)), all.get(2).asHead()));
        insert(store, events.batchOf(all.get(2).asHead(), 2));
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    @Test
    void shows_a_transaction_its_own_rows_and_nobody_else_before_the_commit() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 2, 1);
        List<SealedEvent> batch = events.batchOf(all.get(1).asHead(), 2);

        store.inTransaction(transaction -> {
            transaction.insert(batch);
            assertThat(transaction.highestSequence()).isEqualTo(Sequence.of(4));
            assertThat(transaction.row(batch.get(0).sequence())).isPresent();
            assertThat(transaction.row(batch.get(1).id()).map(StoredRow::sequence))
                    .contains(4L);
            assertThat(transaction.row(all.get(0).id()).map(StoredRow::sequence))
                    .contains(1L);
            assertThat(transaction.row(Sequence.of(5))).isEmpty();
            assertThat(CompletableFuture.supplyAsync(store::highestSequence).join())
                    .isEqualTo(Sequence.of(2));
            return batch;
        });

        assertThat(store.highestSequence()).isEqualTo(Sequence.of(4));
    }

    @Test
    void refuses_a_sequence_that_is_taken() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 3, 1);
        SealedEvent other = events.batchOf(all.get(1).asHead(), 1).get(0);

        assertConflict(store, List.of(other));
        assertConflict(store, List.of(all.get(0)));
        assertThat(walk(store)).isEqualTo(all);
    }

    @Test
    void refuses_an_id_that_is_taken() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 3, 1);
        EventDraft again =
                EventDraft.of("com.example.again.v1", "1").withId(all.get(0).id());
        SealedEvent other =
                events.seal(all.get(2).asHead(), List.of(events.drafted(again))).get(0);

        assertConflict(store, List.of(other));
        assertThat(walk(store)).isEqualTo(all);
    }

    private static void assertConflict(QueryStore store, List<SealedEvent> batch) {
        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.insert(batch);
                    return batch;
                }))
                .isInstanceOf(StoreConflictException.class);
    }

    @Test
    void keeps_nothing_of_a_transaction_in_which_a_conflict_was_swallowed() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 2, 1);
        List<SealedEvent> next = events.batchOf(all.get(1).asHead(), 2);

        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.insert(next);
                    assertThatThrownBy(() -> transaction.insert(List.of(all.get(0))))
                            .isInstanceOf(StoreConflictException.class);
                    return next;
                }))
                .isInstanceOf(PortException.class);

        assertThat(walk(store)).isEqualTo(all);
    }

    @Test
    void refuses_a_transaction_inside_another() {
        QueryStore store = openNew();

        store.inTransaction(outer -> {
            assertThatThrownBy(() -> store.inTransaction(inner -> inner)).isInstanceOf(IllegalStateException.class);
            return outer;
        });
        assertThat(insertChain(store, 2, 1)).isEqualTo(walk(store));
    }

    @Test
    void refuses_to_use_a_transaction_that_has_ended_or_belongs_to_another_thread() {
        QueryStore store = openNew();
        StoreTransaction ended = store.inTransaction(transaction -> {
            CompletableFuture<Sequence> elsewhere = CompletableFuture.supplyAsync(transaction::highestSequence);
            assertThatThrownBy(elsewhere::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            return transaction;
        });

        assertThatThrownBy(ended::highestSequence).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ended.adopt(ledger)).isInstanceOf(IllegalStateException.class);
        assertThat(store.ledgerId()).isEmpty();
    }

    @Test
    void lets_writers_of_this_store_wait_for_one_another() {
        QueryStore store = openNew();
        List<SealedEvent> all =
                events.chain(ledger, 40, 1).stream().flatMap(List::stream).toList();
        List<CompletableFuture<Sequence>> writers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            writers.add(CompletableFuture.supplyAsync(() -> store.inTransaction(transaction -> {
                Sequence highest = transaction.highestSequence();
                transaction.insert(List.of(all.get((int) highest.value())));
                return highest;
            })));
        }
        writers.forEach(CompletableFuture::join);

        assertThat(walk(store)).isEqualTo(all);
    }

    @Test
    void says_so_when_another_writer_keeps_the_store_and_works_when_that_has_ended() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 1, 1);
        if (declared(fixture.canHoldBusy(), fixture::holdBusy)) {
            try (StoreFixture.Held held = fixture.holdBusy()) {
                assertThat(held).isNotNull();
                assertThatThrownBy(() -> insert(store, events.batchOf(all.get(0).asHead(), 1)))
                        .isInstanceOf(StoreBusyException.class);
                assertThat(walk(store)).isEqualTo(all);
            }
        }
        insert(store, events.batchOf(all.get(0).asHead(), 1));
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(2));
    }

    @Test
    void says_so_when_a_commit_fails() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 1, 1);
        if (declared(fixture.canFailCommits(), fixture::failNextCommit)) {
            fixture.failNextCommit();
            assertThatThrownBy(() -> insert(store, events.batchOf(all.get(0).asHead(), 1)))
                    .isInstanceOf(StoreFailedException.class);
        }
        assertThat(walk(store)).isEqualTo(all);
        insert(store, events.batchOf(all.get(0).asHead(), 1));
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(2));
    }

    @Test
    void is_born_once_and_refuses_another_ledger() {
        QueryStore store = openNew();
        LedgerId other = events.ledgerId();
        store.inTransaction(transaction -> {
            transaction.adopt(ledger);
            transaction.adopt(ledger);
            assertThat(transaction.identity().ledgerId()).contains(ledger);
            return ledger;
        });

        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.adopt(other);
                    return other;
                }))
                .isInstanceOf(ForeignStoreException.class);

        assertThat(store.ledgerId()).contains(ledger);
        assertThat(store.identity().ledgerId()).contains(ledger);
    }

    @Test
    void opens_the_door_to_the_storage_library_and_knows_no_other() {
        QueryStore store = openNew();

        Object unwrapped = store.inTransaction(transaction -> {
            assertThatThrownBy(() -> transaction.unwrap(StoreFixture.class))
                    .isInstanceOf(IllegalArgumentException.class);
            return "not known";
        });

        assertThat(unwrapped).isEqualTo("not known");
        QueryStore again = store;
        assertThat(again.<Object>inTransaction(transaction -> transaction.unwrap(fixture.unwrapped())))
                .isInstanceOf(fixture.unwrapped());
    }

    @Test
    void joins_a_caller_s_transaction_that_only_the_caller_commits() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 2, 1);
        List<SealedEvent> next = events.batchOf(all.get(1).asHead(), 2);
        StoreFixture.CallersTransaction callers = fixture.begin();

        StoreTransaction joined = store.join(callers.given());
        joined.insert(next);
        assertThat(joined.highestSequence()).isEqualTo(Sequence.of(4));
        assertThat(CompletableFuture.supplyAsync(store::highestSequence).join()).isEqualTo(Sequence.of(2));
        callers.commit();

        assertThat(store.highestSequence()).isEqualTo(Sequence.of(4));
        assertThat(store.find(next.get(1).id())).contains(next.get(1));
    }

    @Test
    void leaves_nothing_where_the_caller_rolls_back() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 2, 1);
        StoreFixture.CallersTransaction callers = fixture.begin();
        store.join(callers.given()).insert(events.batchOf(all.get(1).asHead(), 2));

        callers.rollback();

        assertThat(walk(store)).isEqualTo(all);
        insert(store, events.batchOf(all.get(1).asHead(), 2));
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(4));
    }

    @Test
    void refuses_to_join_what_is_no_running_transaction_on_this_store() {
        QueryStore store = openNew();
        StoreFixture.CallersTransaction ended = fixture.begin();
        ended.rollback();

        assertThatThrownBy(() -> store.join(new Object())).isInstanceOf(NotOurTransactionException.class);
        assertThatThrownBy(() -> store.join(ended.given())).isInstanceOf(NotOurTransactionException.class);
        assertThat(insertChain(store, 1, 1)).isEqualTo(walk(store));
    }

    @Test
    void keeps_everything_for_the_next_opening() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 12, 3);
        store.close();

        QueryStore again = fixture.provider().openForWriting();

        assertThat(walk(again)).isEqualTo(all);
        assertThat(again.ledgerId()).contains(ledger);
        assertThat(again.position())
                .contains(
                        new StoredPosition(positionOf(all.get(11)), all.get(11).asHead()));
        assertThat(again.integrityProblem()).isEmpty();
    }

    @Test
    void keeps_every_commit_when_the_process_dies() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 12, 3);
        if (declared(fixture.canKill(), fixture::kill)) {
            fixture.kill();
        } else {
            store.close();
        }

        assertThat(walk(fixture.provider().openForWriting())).isEqualTo(all);
    }

    @Test
    void loses_at_most_the_newest_commits_when_the_power_fails() {
        for (int seed = 0; seed < 20; seed++) {
            fixture = newFixture();
            int cut = seed;
            QueryStore store = openNew();
            List<SealedEvent> all = insertChain(store, 12, 1);
            if (declared(fixture.canCutPower(), () -> fixture.powerCut(cut))) {
                fixture.powerCut(seed);
            } else {
                store.close();
            }

            QueryStore again = fixture.provider().openForWriting();

            List<SealedEvent> left = walk(again);
            assertThat(left).as("power cut %s", seed).isEqualTo(all.subList(0, left.size()));
            insert(again, events.batchOf(all.get(11).asHead(), 1));
            assertThat(again.highestSequence()).isEqualTo(Sequence.of(13));
            fixture.close();
        }
    }

    @Test
    void takes_no_harm_when_the_calling_thread_is_interrupted() {
        QueryStore store = openNew();
        Thread.currentThread().interrupt();
        try {
            List<SealedEvent> all = insertChain(store, 4, 2);
            assertThat(walk(store)).isEqualTo(all);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(4));
    }

    @Test
    void names_the_ledger_s_own_types_each_once_and_in_order() {
        QueryStore store = openNew();
        assertThat(store.ownTypes()).isEmpty();
        List<SealedEvent> all = insertChain(store, 3, 1);
        List<String> own = List.of("diptych.b.v1", "diptych.a.v1", "diptych.b.v1");
        insert(
                store,
                events.seal(
                        all.get(2).asHead(),
                        own.stream()
                                .map(type ->
                                        events.drafted(EventDraft.of(type, "{}").withSource(EventSource.LEDGER)))
                                .toList()));

        assertThat(store.ownTypes()).containsExactly("diptych.a.v1", "diptych.b.v1");
    }

    @Test
    void refuses_every_call_but_close_once_it_is_closed() {
        QueryStore store = openNew();
        insertChain(store, 2, 1);
        store.close();
        store.close();

        assertThatThrownBy(() -> store.inTransaction(transaction -> 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(store::highestSequence).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(store::head).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.find(Sequence.FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.join(new Object())).isInstanceOf(IllegalStateException.class);
    }
}
