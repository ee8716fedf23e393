package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.BlockedForce;
import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many callers, one writer. */
class GroupCommitTest {
    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void appends_that_arrive_while_a_force_runs_share_the_next_one() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            long before = ledger.forces();
            BlockedForce force = BlockedForce.on(ledger);
            List<CompletionStage<AppendAnswer>> stages = new ArrayList<>();
            stages.add(mirror.appendAsync(TwinLedger.draft("first"), decision));
            force.awaitReached();
            for (int i = 0; i < 50; i++) {
                stages.add(mirror.appendAsync(TwinLedger.draft("shared-" + i), decision));
            }
            force.letGo();

            stages.forEach(stage -> assertThat(ended(stage)).isInstanceOf(AppendAnswer.Mirrored.class));
            assertThat(ledger.forces() - before).isEqualTo(2);
        }
        assertThat(ledger.inLog(2).batch().last()).isEqualTo(51);
        ledger.requireInParity();
    }

    @Test
    void a_lone_writer_waits_for_nobody() {
        try (Mirror mirror = ledger.open()) {
            long before = ledger.forces();
            for (int i = 0; i < 5; i++) {
                ledger.append(mirror, "e-" + i);
            }
            assertThat(ledger.forces() - before).isEqualTo(5);
        }
        assertThat(ledger.inLog(3).batch().first()).isEqualTo(3);
    }

    @Test
    void a_refused_append_in_a_shared_batch_does_not_touch_the_others() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            ledger.append(mirror, "taken");
            BlockedForce force = BlockedForce.on(ledger);
            mirror.appendAsync(TwinLedger.draft("first"), decision);
            force.awaitReached();
            CompletionStage<AppendAnswer> good = mirror.appendAsync(TwinLedger.draft("good"), decision);
            CompletionStage<AppendAnswer> bad = mirror.appendAsync(
                    EventDraft.of("com.example.other.v1", "0").withId(new EventId("taken")), decision);
            CompletionStage<AppendAnswer> alsoGood = mirror.appendAsync(TwinLedger.draft("also-good"), decision);
            force.letGo();

            assertThat(ended(good)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(ended(bad)).isInstanceOf(AppendAnswer.EventConflict.class);
            assertThat(ended(alsoGood)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("taken", "first", "good", "also-good");
        ledger.requireInParity();
    }

    @Test
    void appends_queued_behind_a_force_that_fails_were_not_written() {
        Mirror mirror = ledger.open();
        PolicyDecision decision = TwinLedger.decision(mirror);
        BlockedForce force = BlockedForce.failing(ledger, dev.diptych.contracts.files.Fault.ERROR);
        CompletionStage<AppendAnswer> first = mirror.appendAsync(TwinLedger.draft("first"), decision);
        force.awaitReached();
        CompletionStage<ListAnswer> queued =
                mirror.appendAllAsync(List.of(TwinLedger.draft("a"), TwinLedger.draft("b")), decision);
        force.letGo();

        assertThat(ended(first)).isInstanceOf(AppendAnswer.OutcomeUnknown.class);
        assertThat(queued.toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        ListAnswer.NoneRecorded.class,
                        none -> assertThat(none.answer()).isInstanceOf(AppendAnswer.NotWritten.class));
        mirror.close();
    }

    @Test
    void appends_handed_in_before_close_are_answered_and_later_ones_are_refused() {
        Mirror mirror = ledger.open();
        PolicyDecision decision = TwinLedger.decision(mirror);
        BlockedForce force = BlockedForce.on(ledger);
        CompletionStage<AppendAnswer> first = mirror.appendAsync(TwinLedger.draft("first"), decision);
        force.awaitReached();
        CompletionStage<AppendAnswer> second = mirror.appendAsync(TwinLedger.draft("second"), decision);
        Thread closing = new Thread(mirror::close);
        closing.start();
        force.letGo();

        assertThat(ended(first)).isInstanceOf(AppendAnswer.Mirrored.class);
        assertThat(ended(second)).isInstanceOf(AppendAnswer.Mirrored.class);
        joined(closing);
        assertThat(ledger.idsInLog()).containsExactly("first", "second");
        ledger.requireInParity();
    }

    @Test
    void continuations_of_a_stage_do_not_run_where_batches_are_written() {
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.on(ledger);
            CompletionStage<AppendAnswer> stage =
                    mirror.appendAsync(TwinLedger.draft("a"), TwinLedger.decision(mirror));
            CompletionStage<String> ranOn =
                    stage.thenApply(answer -> Thread.currentThread().getName());
            force.awaitReached();
            force.letGo();

            assertThat(ranOn.toCompletableFuture().join()).isNotEqualTo("diptych-writer");
        }
    }

    @Test
    void a_continuation_that_never_ends_does_not_keep_the_writer_from_writing() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.on(ledger);
            mirror.appendAsync(TwinLedger.draft("a"), TwinLedger.decision(mirror))
                    .thenAccept(answer -> {
                        blocked.countDown();
                        await(release);
                    });
            force.awaitReached();
            force.letGo();
            await(blocked);

            ledger.append(mirror, "b");
            release.countDown();
        }
        ledger.requireInParity();
    }

    @Test
    void cancelling_a_stage_cancels_nothing() {
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.on(ledger);
            CompletionStage<AppendAnswer> single =
                    mirror.appendAsync(TwinLedger.draft("a"), TwinLedger.decision(mirror));
            CompletionStage<ListAnswer> list =
                    mirror.appendAllAsync(List.of(TwinLedger.draft("b")), TwinLedger.decision(mirror));
            force.awaitReached();
            single.toCompletableFuture().cancel(true);
            list.toCompletableFuture().cancel(true);
            force.letGo();

            ledger.append(mirror, "c");
        }
        assertThat(ledger.idsInLog()).containsExactly("a", "b", "c");
        ledger.requireInParity();
    }

    @Test
    void an_interrupted_caller_is_answered_its_event_is_recorded_and_its_flag_is_set_again() throws Exception {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            CompletableFuture<AppendAnswer> answer = new CompletableFuture<>();
            BlockedForce force = BlockedForce.on(ledger);
            Thread caller = new Thread(() -> {
                answer.complete(mirror.append(TwinLedger.draft("a"), decision));
                flag.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            force.awaitReached();
            caller.interrupt();
            force.letGo();

            assertThat(answer.get()).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(flag.get()).isTrue();
            ledger.append(mirror, "b");
        }
        assertThat(ledger.idsInLog()).containsExactly("a", "b");
        ledger.requireInParity();
    }

    @Test
    void closing_an_interrupted_mirror_closes_it_all_the_same() {
        Mirror mirror = ledger.open();
        ledger.append(mirror, "a");
        Thread.currentThread().interrupt();
        mirror.close();

        assertThat(Thread.interrupted()).isTrue();
        ledger.requireInParity();
        try (Mirror reopened = ledger.open()) {
            assertThat(reopened.opening().log().left().cleanly()).isTrue();
        }
    }

    @Test
    void many_threads_append_each_event_once_and_in_one_chain() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            List<Future<AppendAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String id = "e-" + i % 300;
                answers.add(callers.submit(() -> mirror.append(TwinLedger.draft(id), decision)));
            }
            for (Future<AppendAnswer> answer : answers) {
                assertThat(answer.get().receipt()).isPresent();
            }
        } finally {
            callers.shutdown();
        }
        assertThat(ledger.idsInLog()).hasSize(300).doesNotHaveDuplicates();
        ledger.requireInParity();
    }

    @Test
    void callers_wait_while_the_queue_is_full_and_all_are_served() throws Exception {
        MirrorSettings small = MirrorSettings.DEFAULT;
        ledger.with(new MirrorSettings(
                small.limits(),
                small.requiredLevel(),
                small.pendingEventsMax(),
                small.pendingBytesMax(),
                1,
                small.boundTimeMax()));
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            List<Future<AppendAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String id = "e-" + i;
                answers.add(callers.submit(() -> mirror.append(TwinLedger.draft(id), decision)));
            }
            for (Future<AppendAnswer> answer : answers) {
                assertThat(answer.get()).isInstanceOf(AppendAnswer.Mirrored.class);
            }
        } finally {
            callers.shutdown();
        }
        ledger.requireInParity();
    }

    @Test
    void a_queue_of_more_than_a_batch_may_hold_is_written_as_several() {
        String third = "\"" + "x".repeat(90_000) + "\"";
        ledger.with(MirrorSettings.DEFAULT.withLimits(new Limits(100_000, 300_000, 128, 32, 1_000)));
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            long before = ledger.forces();
            BlockedForce force = BlockedForce.on(ledger);
            List<CompletionStage<AppendAnswer>> stages = new ArrayList<>();
            stages.add(mirror.appendAsync(TwinLedger.draft("first"), decision));
            force.awaitReached();
            for (int i = 0; i < 6; i++) {
                stages.add(mirror.appendAsync(EventDraft.of("com.example.noted.v1", third), decision));
            }
            force.letGo();

            stages.forEach(stage -> assertThat(ended(stage)).isInstanceOf(AppendAnswer.Mirrored.class));
            assertThat(ledger.forces() - before).isEqualTo(3);
        }
        ledger.requireInParity();
    }

    private static AppendAnswer ended(CompletionStage<AppendAnswer> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts here", unexpected);
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts here", unexpected);
        }
    }
}
