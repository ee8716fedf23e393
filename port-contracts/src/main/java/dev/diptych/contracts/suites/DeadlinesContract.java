package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.ports.driven.Deadlines;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The contract of {@link Deadlines}: called when the time is over, again and again, and never once it was called off. */
public abstract class DeadlinesContract {
    private static final Duration NEVER = Duration.ofDays(300);

    protected abstract Deadlines deadlines();

    /** A time that is soon over. */
    protected abstract Duration soon();

    /** Lets the time of {@link #soon} be over, where that does not happen by itself; does not wait for what is called. */
    protected abstract void letTimePass();

    /** How long to wait for a call that must come. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Test
    void calls_on_another_thread_when_the_time_is_over() throws Exception {
        CompletableFuture<Thread> calledOn = new CompletableFuture<>();

        try (Deadlines.Deadline running = deadlines().begin(soon(), () -> calledOn.complete(Thread.currentThread()))) {
            letTimePass();

            assertThat(came(calledOn)).isNotSameAs(Thread.currentThread());
            assertThat(running).isNotNull();
        }
    }

    @Test
    void calls_again_as_long_as_it_was_not_called_off() throws Exception {
        CountDownLatch thrice = new CountDownLatch(3);

        try (Deadlines.Deadline running = deadlines().begin(soon(), thrice::countDown)) {
            for (int i = 0; i < 3; i++) {
                letTimePass();
            }
            came(thrice);
            assertThat(running).isNotNull();
        }
    }

    @Test
    void does_not_call_what_was_called_off_before_its_time_was_over() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch other = new CountDownLatch(1);
        Deadlines deadlines = deadlines();

        deadlines.begin(NEVER, calls::incrementAndGet).close();
        try (Deadlines.Deadline running = deadlines.begin(soon(), other::countDown)) {
            letTimePass();
            came(other);
            assertThat(running).isNotNull();
        }

        assertThat(calls).hasValue(0);
    }

    @Test
    void waits_for_a_call_that_runs_when_it_is_called_off_and_calls_no_more() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Deadlines.Deadline running = deadlines().begin(soon(), () -> {
            entered.countDown();
            await(letGo);
            ended.incrementAndGet();
        });
        letTimePass();
        came(entered);

        CompletableFuture<Integer> endedWhenClosed = CompletableFuture.supplyAsync(() -> {
            running.close();
            return ended.get();
        });
        letGo.countDown();

        assertThat(came(endedWhenClosed)).isPositive().isEqualTo(ended.get());
    }

    @Test
    void a_call_may_call_its_own_deadline_off_and_is_the_last() throws Exception {
        AtomicReference<Optional<Deadlines.Deadline>> self = new AtomicReference<>(Optional.empty());
        CountDownLatch known = new CountDownLatch(1);
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        Deadlines.Deadline running = deadlines().begin(soon(), () -> {
            await(known);
            calls.incrementAndGet();
            self.get().orElseThrow().close();
            closed.complete(calls.get());
        });
        self.set(Optional.of(running));
        known.countDown();
        letTimePass();

        assertThat(came(closed)).isEqualTo(1);
        running.close();
        assertThat(calls).hasValue(1);
    }

    @Test
    void a_call_that_takes_its_time_keeps_no_other_from_being_called() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        Deadlines deadlines = deadlines();

        try (Deadlines.Deadline slow = deadlines.begin(soon(), () -> await(letGo));
                Deadlines.Deadline second = deadlines.begin(soon(), other::countDown)) {
            letTimePass();

            came(other);
            letGo.countDown();
            assertThat(slow).isNotSameAs(second);
        }
    }

    private <T> T came(CompletableFuture<T> call) throws Exception {
        return call.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void came(CountDownLatch calls) throws InterruptedException {
        assertThat(calls.await(patience().toMillis(), TimeUnit.MILLISECONDS))
                .describedAs("whether the call came")
                .isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
