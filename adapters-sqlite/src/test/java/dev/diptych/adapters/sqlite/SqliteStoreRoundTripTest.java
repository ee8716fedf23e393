package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.StoredRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreRoundTripTest {
    @TempDir
    Path directory;

    @Test
    void a_row_gives_back_the_bytes_of_its_line() {
        SeededEvents events = SeededEvents.fresh();
        List<List<SealedEvent>> batches = Stores.chain(events, 600);
        try (QueryStore store = Stores.at(directory.resolve("store.db")).create(Stores.ID)) {
            Stores.fill(store, batches);

            List<StoredRow> rows = Stores.rows(store);

            assertThat(rows).as("seed %d", events.seed()).hasSize(600);
            for (SealedEvent event : Stores.flat(batches)) {
                StoredRow row = rows.get((int) event.sequenceValue() - 1);
                assertThat(row.line()).as("seed %d, %s", events.seed(), event).isEqualTo(event.toLine());
                assertThat(row.id()).isEqualTo(event.id().value());
                assertThat(row.holds(event)).isTrue();
            }
        }
    }

    @Test
    void what_was_inserted_is_found_judged_by_id_by_sequence_and_by_walking() {
        SeededEvents events = SeededEvents.fresh();
        List<List<SealedEvent>> batches = Stores.chain(events, 50);
        try (QueryStore store = Stores.at(directory.resolve("store.db")).create(Stores.ID)) {
            Stores.fill(store, batches);
            List<SealedEvent> walked = new ArrayList<>();
            try (EventCursor cursor = store.after(Sequence.of(3))) {
                while (cursor.advance()) {
                    walked.add(cursor.event());
                }
            }
            List<SealedEvent> all = Stores.flat(batches);

            assertThat(walked).isEqualTo(all.subList(3, all.size()));
            assertThat(all).allSatisfy(event -> {
                assertThat(store.find(event.id())).contains(event);
                assertThat(store.find(event.sequence())).contains(event);
            });
            assertThat(store.find(Sequence.of(51))).isEmpty();
        }
    }

    @Test
    void a_store_that_was_closed_remembers_who_it_is_and_how_far_it_came() {
        SeededEvents events = SeededEvents.fresh();
        List<List<SealedEvent>> batches = Stores.chain(events, 20);
        Path file = directory.resolve("store.db");
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            assertThat(store.ledgerId()).isEmpty();
            assertThat(store.head()).isEmpty();
            assertThat(store.position()).isEmpty();
            Stores.fill(store, batches);
        }

        assertThat(Files.exists(directory.resolve("store.db-wal")))
                .as("a write-ahead log is left")
                .isFalse();
        SealedEvent last = Stores.flat(batches).get(19);
        try (StoreReader reader = Stores.at(file).openForReading()) {
            assertThat(reader.identity())
                    .isEqualTo(new StoreIdentity(Optional.of(Stores.ledgerOf(batches)), Stores.ID, 1, 2, 1));
            assertThat(reader.head()).contains(last.asHead());
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(20));
            assertThat(reader.position()).contains(new StoredPosition(new LogPosition("at 20"), last.asHead()));
            assertThat(reader.note()).isEmpty();
        }
        try (QueryStore again = Stores.at(file).openForWriting()) {
            assertThat(again.integrityProblem()).isEmpty();
            assertThat(again.head()).contains(last.asHead());
        }
    }

    @Test
    void a_long_walk_meets_every_row_once_over_many_snapshots() {
        SeededEvents events = SeededEvents.fresh();
        int count = 2 * SqliteRowScan.ROWS_PER_SNAPSHOT + 7;
        List<List<SealedEvent>> batches = Stores.chain(events, count);
        try (QueryStore store = Stores.at(directory.resolve("store.db")).create(Stores.ID)) {
            Stores.fill(store, batches);

            assertThat(Stores.rows(store))
                    .extracting(StoredRow::sequence)
                    .containsExactlyElementsOf(Stores.flat(batches).stream()
                            .map(SealedEvent::sequenceValue)
                            .toList());
        }
    }
}
