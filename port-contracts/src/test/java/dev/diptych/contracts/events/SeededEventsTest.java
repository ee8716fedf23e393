package dev.diptych.contracts.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeededEventsTest {
    private final SeededEvents events = SeededEvents.fresh();

    @Test
    void makes_only_lines_that_are_well_formed() {
        LineDecoder decoder = new LineDecoder(TwinPayloadReader.FORMAT);
        for (SealedEvent event : chain(events)) {
            assertThat(decoder.decodeOwned(event.toLine())).isInstanceOf(LineVerdict.WellFormed.class);
        }
    }

    @Test
    void makes_the_same_events_from_the_same_seed() {
        long seed = events.seed();
        assertThat(chain(SeededEvents.of(seed))).isEqualTo(chain(SeededEvents.of(seed)));
        assertThat(chain(SeededEvents.of(seed))).isNotEqualTo(chain(SeededEvents.of(seed + 1)));
    }

    @Test
    void covers_every_optional_key_there_and_not_there() {
        List<SealedEvent> all = chain(events);
        assertThat(all).anyMatch(event -> event.traceId().isPresent());
        assertThat(all).anyMatch(event -> event.traceId().isEmpty());
        assertThat(all).anyMatch(event -> event.sessionId().isPresent());
        assertThat(all).anyMatch(event -> event.sessionId().isEmpty());
        assertThat(all).anyMatch(event -> event.source().name().isPresent());
        assertThat(all).anyMatch(event -> event.source().name().isEmpty());
        assertThat(all).anyMatch(event -> event.tags().values().isEmpty());
        assertThat(all).anyMatch(event -> event.tags().values().size() == 32);
        assertThat(all).anyMatch(event -> event.batch().count() > 1);
        assertThat(all).anyMatch(event -> event.id().value().length() == EventId.CHARACTERS_MAX);
        for (String beginning : List.of("{", "[", "\"", "n", "t", "f", "-", "[".repeat(128))) {
            assertThat(all).anyMatch(event -> event.payload().toString().startsWith(beginning));
        }
    }

    @Test
    void gives_every_event_an_id_of_its_own() {
        Set<EventId> ids = new HashSet<>();
        chain(events).forEach(event -> assertThat(ids.add(event.id())).isTrue());
    }

    @Test
    void never_makes_a_line_longer_than_the_sealer_foresees() {
        ChainHead head = ChainHead.beforeFirst(events.ledgerId());
        for (int i = 0; i < 2_000; i++) {
            DraftedEvent drafted = events.drafted();
            SealedEvent sealed = events.seal(head, List.of(drafted)).get(0);
            assertThat(sealed.lineLength()).isLessThanOrEqualTo(EventSealer.lineBytesMax(drafted));
        }
    }

    @Test
    void makes_a_line_of_exactly_the_greatest_length() {
        ChainHead head = ChainHead.beforeFirst(events.ledgerId());
        assertThat(events.seal(head, List.of(events.longest(head))).get(0).lineLength())
                .isEqualTo(1_000_000);
    }

    @Test
    void takes_lines_apart_and_puts_them_together_again() {
        for (SealedEvent event : chain(events)) {
            EditedLine line = EditedLine.of(event.toLine());
            assertThat(line.toBytes()).isEqualTo(event.toLine());
            assertThat(line.text("session_id")).isEqualTo(event.sessionId().map(session -> session.value()));
            assertThat(line.raw("payload")).contains(event.payload().toString());
        }
    }

    @Test
    void edits_every_column_of_a_line() {
        SealedEvent event = chain(events).get(0);
        for (RowColumn column : RowColumn.values()) {
            if (column == RowColumn.VOID) {
                continue;
            }
            byte[] edited = column.edit(event.toLine(), column.form() == RowColumn.Form.RAW ? "[7]" : "edited");
            assertThat(edited).isNotEqualTo(event.toLine());
            assertThat(EditedLine.of(edited).toBytes()).isEqualTo(edited);
        }
    }

    private static List<SealedEvent> chain(SeededEvents from) {
        return from.chain(from.ledgerId(), 3_000, 20).stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void makes_chains_whose_events_link() {
        List<SealedEvent> all = chain(events);
        Stream.iterate(1, i -> i < all.size(), i -> i + 1)
                .forEach(i ->
                        assertThat(all.get(i).linksTo(all.get(i - 1).hash())).isTrue());
    }
}
