package dev.diptych.application.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While a transaction runs nobody else appends: others wait, the same thread is refused, and nobody waits for ever. */
class OthersWaitTest {
    private static final int APPENDING = 8;

    private final TwinLedger ledger = TwinLedger.of(2);
    private final ExecutorService threads = Executors.newFixedThreadPool(APPENDING + 2);

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified =
            MirrorVerifiedAfterEachTest.verifying(() -> ledger.application().verifyParity());

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void eight_threads_that_append_get_nothing_between_the_events_of_a_transaction() throws Exception {
        int transactions = 20;
        int appendsEach = 50;
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<Integer>> appending = new ArrayList<>();
            for (int thread = 0; thread < APPENDING; thread++) {
                String name = "t" + thread + "-";
                appending.add(threads.submit(() -> {
                    begin.await();
                    int mirrored = 0;
                    for (int i = 0; i < appendsEach; i++) {
                        AppendAnswer answer = mirror.append(TwinLedger.draft(name + i), decision);
                        mirrored += answer instanceof AppendAnswer.Mirrored ? 1 : 0;
                    }
                    return mirrored;
                }));
            }
            begin.countDown();
            for (int i = 0; i < transactions; i++) {
                String first = "b-" + i + "-1";
                String second = "b-" + i + "-2";
                boolean commits = i % 2 == 0;
                TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
                    tx.append(TwinLedger.draft(first), decision);
                    tx.append(TwinLedger.draft(second), decision);
                    if (!commits) {
                        throw new IllegalStateException("no");
                    }
                    return second;
                });
                assertThat(
                                commits
                                        ? Ended.committed(answer).events()
                                        : Ended.rolledBack(answer).voidEvents())
                        .hasSize(2);
            }
            for (Future<Integer> each : appending) {
                assertThat(each.get()).isEqualTo(appendsEach);
            }
        }
        List<String> ids = ledger.idsInLog();
        assertThat(ids).hasSize(2 + APPENDING * appendsEach + 3 * transactions);
        for (int i = 0; i < transactions; i++) {
            int at = ids.indexOf("b-" + i + "-1");
            assertThat(ids.get(at + 1)).isEqualTo("b-" + i + "-2");
            assertThat(ledger.inLog(at + 3).type().value()).startsWith("diptych.transaction.");
        }
    }

    @Test
    void transactions_of_many_threads_come_one_after_the_other() throws Exception {
        AtomicInteger running = new AtomicInteger();
        try (Mirror mirror = ledger.open()) {
            List<Future<TransactionAnswer<Integer>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String id = "b-" + i;
                Callable<TransactionAnswer<Integer>> one = () -> mirror.inTransaction(tx -> {
                    int others = running.getAndIncrement();
                    tx.append(TwinLedger.draft(id), TwinLedger.decision(mirror));
                    running.decrementAndGet();
                    return others;
                });
                answers.add(threads.submit(one));
            }
            for (Future<TransactionAnswer<Integer>> answer : answers) {
                assertThat(Ended.committed(answer.get()).value()).isZero();
            }
        }
        assertThat(ledger.idsInLog()).hasSize(2 + 2 * 40);
    }

    @Test
    void the_same_thread_is_refused_inside_whatever_it_tries_and_the_transaction_goes_on() {
        try (Mirror mirror = ledger.open()) {
            Ended.committed(mirror.inTransaction(tx -> {
                PolicyDecision decision = TwinLedger.decision(mirror);
                assertThat(mirror.append(TwinLedger.draft("e-3"), decision))
                        .isInstanceOf(AppendAnswer.InsideTransaction.class);
                assertThat(mirror.appendAll(List.of(TwinLedger.draft("e-3")), decision))
                        .isInstanceOfSatisfying(
                                ListAnswer.NoneRecorded.class,
                                none -> assertThat(none.answer()).isInstanceOf(AppendAnswer.InsideTransaction.class));
                assertThat(mirror.appendAsync(TwinLedger.draft("e-3"), decision)
                                .toCompletableFuture()
                                .join())
                        .isInstanceOf(AppendAnswer.InsideTransaction.class);
                assertThat(Ended.notBegun(mirror.inTransaction(nested -> "never"))
                                .message())
                        .contains("this thread holds the ledger for a transaction");
                assertThat(mirror.bind(TwinLedger.draft("e-3"), decision))
                        .isInstanceOfSatisfying(
                                BindAnswer.NotBound.class,
                                refused ->
                                        assertThat(refused.why()).isInstanceOf(AppendAnswer.InsideTransaction.class));
                assertThatThrownBy(mirror::close)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("from inside a transaction");
                return tx.append(TwinLedger.draft("b-1"), decision);
            }));
            ledger.append(mirror, "e-3");
        }
    }

    @Test
    void closing_from_another_thread_waits_for_the_transaction_which_goes_on() throws Exception {
        Mirror mirror = ledger.open();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        Future<TransactionAnswer<BoundAnswer>> answer = threads.submit(() -> mirror.inTransaction(tx -> {
            inside.countDown();
            closing.await();
            return tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
        }));
        inside.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(
                () -> {
                    closing.countDown();
                    mirror.close();
                },
                threads);

        assertThat(Ended.committed(answer.get()).events()).hasSize(1);
        closed.get();
        assertThatThrownBy(() -> mirror.inTransaction(tx -> "never")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void when_its_time_is_over_it_is_rolled_back_and_nobody_waits_for_it_any_more() throws Exception {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch letGo = new CountDownLatch(1);
            Future<TransactionAnswer<String>> late = threads.submit(() ->
                    mirror.inTransaction(TransactionOptions.DEFAULT.withTimeMax(Duration.ofSeconds(7)), tx -> {
                        tx.append(TwinLedger.draft("b-1"), decision);
                        inside.countDown();
                        letGo.await();
                        assertThatThrownBy(() -> tx.append(TwinLedger.draft("b-2"), decision))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("its time was over");
                        return "too late";
                    }));
            inside.await();
            assertThat(ledger.deadlines().times()).containsExactly(Duration.ofSeconds(7));
            CompletableFuture<AppendAnswer> waiting =
                    mirror.appendAsync(TwinLedger.draft("e-3"), decision).toCompletableFuture();

            ledger.deadlines().expire();

            assertHeld(waiting.get());
            assertHeld(mirror.append(TwinLedger.draft("e-4"), decision));
            assertThat(Ended.notBegun(mirror.inTransaction(tx -> "never")).message())
                    .contains("whose time is over");
            letGo.countDown();
            TransactionAnswer.RolledBack<String> rolledBack = Ended.rolledBack(late.get());
            assertThat(rolledBack.why()).contains("its time was over", "7000 ms");
            assertThat(rolledBack.cause()).isEmpty();
            assertThat(ledger.deadlines().times()).isEmpty();
            ledger.append(mirror, "e-5");
        }
        assertThat(ledger.idsInLog()).doesNotContain("b-2", "e-3", "e-4").contains("b-1", "e-5");
    }

    private static void assertHeld(AppendAnswer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        AppendAnswer.NotWritten.class,
                        refused -> assertThat(refused.message())
                                .contains(
                                        "the ledger is held by a transaction",
                                        "whose time is over",
                                        "was not written"));
    }
}
