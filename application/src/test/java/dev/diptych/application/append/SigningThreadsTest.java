package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many like things, side by side. */
class SigningThreadsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 500", "2, 1", "2, 7", "2, 16", "4, 33", "8, 1000"})
    void each_is_done_once(int processors, int count) {
        try (SigningThreads threads = new SigningThreads(processors)) {
            AtomicIntegerArray done = new AtomicIntegerArray(count);

            threads.each(count, done::incrementAndGet);

            for (int i = 0; i < count; i++) {
                assertThat(done.get(i)).isEqualTo(1);
            }
        }
    }

    @Test
    void a_few_are_done_by_the_caller_and_no_thread_begins() {
        try (SigningThreads threads = new SigningThreads(8)) {
            Set<Thread> by = ConcurrentHashMap.newKeySet();

            threads.each(15, at -> by.add(Thread.currentThread()));

            assertThat(by).containsExactly(Thread.currentThread());
            assertThat(threads.hasBegun()).isFalse();
        }
    }

    @Test
    void many_are_done_by_the_caller_and_its_helpers_at_the_same_time() {
        try (SigningThreads threads = new SigningThreads(3)) {
            CountDownLatch together = new CountDownLatch(3);
            Set<Thread> by = ConcurrentHashMap.newKeySet();

            threads.each(24, at -> {
                if (by.add(Thread.currentThread())) {
                    together.countDown();
                    Uninterruptibly.await(together);
                }
            });

            assertThat(by).hasSize(3).contains(Thread.currentThread());
            assertThat(by)
                    .filteredOn(thread -> thread != Thread.currentThread())
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void one_processor_has_no_helpers() {
        try (SigningThreads threads = new SigningThreads(1)) {
            threads.each(1_000, at -> {});

            assertThat(threads.hasBegun()).isFalse();
        }
    }

    @Test
    void an_interrupt_does_not_keep_anything_from_being_done_and_is_told_afterwards() {
        try (SigningThreads threads = new SigningThreads(2)) {
            AtomicIntegerArray done = new AtomicIntegerArray(100);
            Thread.currentThread().interrupt();

            threads.each(100, done::incrementAndGet);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(done.toString()).doesNotContain("0");
        }
    }
}
