package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.LogProvider.LogPresence;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogUnavailableException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link LogCopies}: the lines that were given, in their order, as a log that can be read. */
public abstract class LogCopiesContract {
    private static final String SEGMENT = "00000000000000000001.jsonl";

    /** Copies on a medium of their own. */
    protected abstract LogCopies copies();

    /** A directory on the medium last made, in which nothing is. */
    protected abstract Path emptyDirectory();

    /** A chain of events from the first on, one batch each. */
    private static List<SealedEvent> events() {
        SeededEvents seeded = SeededEvents.of(11);
        return seeded.chain(seeded.ledgerId(), 3, 1).stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void a_copy_has_the_lines_that_it_was_given() {
        LogCopies copies = copies();
        Path directory = emptyDirectory();
        assertThat(copies.in(directory).presence()).isEqualTo(LogPresence.ABSENT);
        List<SealedEvent> events = events();

        try (LogCopies.Copy copy = copies.begin(directory)) {
            copy.segment(SEGMENT);
            events.forEach(event -> copy.line(event.toLine()));
            copy.force();
        }

        try (LogReader reader = copies.in(directory).openForReading()) {
            assertThat(reader.head()).contains(events.get(2).asHead());
            assertThat(reader.find(Sequence.of(2)).orElseThrow().toLine())
                    .isEqualTo(events.get(1).toLine());
        }
    }

    @Test
    void a_copy_without_a_line_is_an_empty_log() {
        LogCopies copies = copies();
        Path directory = emptyDirectory();

        try (LogCopies.Copy copy = copies.begin(directory)) {
            copy.force();
        }

        assertThat(copies.in(directory).presence()).isEqualTo(LogPresence.EMPTY);
    }

    @Test
    void refuses_a_second_copy_in_one_place_and_leaves_the_first() {
        LogCopies copies = copies();
        Path directory = emptyDirectory();
        SealedEvent first = events().get(0);
        try (LogCopies.Copy copy = copies.begin(directory)) {
            copy.segment(SEGMENT);
            copy.line(first.toLine());
            copy.force();
        }

        assertThatThrownBy(() -> copies.begin(directory))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("left as it is");

        try (LogReader reader = copies.in(directory).openForReading()) {
            assertThat(reader.head()).contains(first.asHead());
        }
    }

    @Test
    void refuses_a_line_outside_a_segment_and_a_name_that_is_none() {
        LogCopies copies = copies();
        try (LogCopies.Copy copy = copies.begin(emptyDirectory())) {
            assertThatThrownBy(() -> copy.line(events().get(0).toLine())).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> copy.segment("../1.jsonl")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
