package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.EventIdGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link EventIdGenerator}: every id is new, on every thread. */
public abstract class EventIdGeneratorContract {
    protected abstract EventIdGenerator generator();

    @Test
    void makes_ids_of_which_none_comes_twice() {
        EventIdGenerator generator = generator();
        assertThat(Stream.generate(generator::next).limit(20_000)).doesNotHaveDuplicates();
    }

    @Test
    void makes_ids_of_which_none_comes_twice_on_many_threads() {
        EventIdGenerator generator = generator();
        List<CompletableFuture<List<EventId>>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(CompletableFuture.supplyAsync(
                    () -> Stream.generate(generator::next).limit(2_000).toList()));
        }
        Set<EventId> all = new HashSet<>();
        threads.forEach(thread -> all.addAll(thread.join()));

        assertThat(all).hasSize(16_000);
    }

    @Test
    void makes_ids_that_begin_with_evt_and_go_on_with_26_characters() {
        assertThat(generator().next().value()).matches("evt_[0-9A-Z]{26}");
    }
}
