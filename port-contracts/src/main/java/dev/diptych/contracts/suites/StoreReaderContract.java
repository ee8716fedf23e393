package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of {@link StoreReader}: lookups judge what they answer, scans pass on what is there. */
public abstract class StoreReaderContract extends StoreContract {
    @Test
    void finds_each_event_by_id_and_by_sequence() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 60, 7);

        for (SealedEvent event : all) {
            assertThat(store.find(event.id())).contains(event);
            assertThat(store.find(event.sequence())).contains(event);
        }
        assertThat(store.find(new EventId("nobody"))).isEmpty();
        assertThat(store.find(Sequence.of(61))).isEmpty();
        assertThat(store.find(Sequence.NONE)).isEmpty();
    }

    @Test
    void reads_beside_a_writer_what_was_committed() {
        QueryStore store = openNew();
        try (StoreReader reader = fixture.provider().openForReading()) {
            assertThat(reader.head()).isEmpty();
            assertThat(reader.position()).isEmpty();
            assertThat(reader.highestSequence()).isEqualTo(Sequence.NONE);
            List<SealedEvent> all = insertChain(store, 9, 3);

            assertThat(reader.head()).contains(all.get(8).asHead());
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(9));
            assertThat(reader.ledgerId()).contains(ledger);
            assertThat(walk(reader)).isEqualTo(all);
            assertThat(walk(reader, Sequence.of(4))).isEqualTo(all.subList(4, 9));
            assertThat(reader.find(all.get(3).id())).contains(all.get(3));
        }
    }

    @Test
    void reads_without_a_writer() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 9, 3);
        store.close();

        try (StoreReader reader = fixture.provider().openForReading()) {
            assertThat(walk(reader)).isEqualTo(all);
            assertThat(reader.identity().storeId()).isEqualTo(ID);
        }
    }

    @Test
    void scans_rows_from_behind_one_sequence_through_another() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 30, 5);

        assertScanned(scan(store, 0, 30), all);
        assertScanned(scan(store, 7, 20), all.subList(7, 20));
        assertScanned(scan(store, 29, 1_000), all.subList(29, 30));
        assertThat(scan(store, 30, 1_000)).isEmpty();
    }

    private static void assertScanned(List<StoredRow> rows, List<SealedEvent> expected) {
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).line()).isEqualTo(expected.get(i).toLine());
            assertThat(rows.get(i).holds(expected.get(i))).isTrue();
            assertThat(rows.get(i).id()).isEqualTo(expected.get(i).id().value());
        }
    }

    @Test
    void walks_many_thousand_rows_while_others_are_inserted() {
        QueryStore store = openNew();
        List<SealedEvent> all = new ArrayList<>();
        events.chain(ledger, 9_000, 1_000).forEach(batch -> {
            insert(store, batch);
            all.addAll(batch);
        });

        List<SealedEvent> seen = new ArrayList<>();
        try (EventCursor cursor = store.after(Sequence.NONE)) {
            while (cursor.advance()) {
                seen.add(cursor.event());
                if (seen.size() % 3_000 == 0 && all.size() < 9_010) {
                    List<SealedEvent> batch =
                            events.batchOf(all.get(all.size() - 1).asHead(), 1);
                    insert(store, batch);
                    all.addAll(batch);
                }
            }
        }

        assertThat(seen).hasSizeGreaterThanOrEqualTo(9_000).isEqualTo(all.subList(0, seen.size()));
    }

    @Test
    void passes_over_holes_between_rows() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 6, 1);
        fixture.deleteRow(3);
        fixture.deleteRow(6);

        assertThat(scan(store, 0, 6)).extracting(StoredRow::sequence).containsExactly(1L, 2L, 4L, 5L);
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
        assertThat(store.head()).contains(all.get(4).asHead());
        assertThat(store.find(Sequence.of(3))).isEmpty();
        assertThat(store.find(all.get(2).id())).isEmpty();
        insert(store, List.of(all.get(2)));
        assertThat(store.find(Sequence.of(3))).contains(all.get(2));
    }

    @Test
    void passes_an_edited_row_on_in_a_scan_and_never_answers_a_question_with_it() {
        for (RowColumn column : RowColumn.values()) {
            fixture = newFixture();
            QueryStore store = openNew();
            List<SealedEvent> all = insertChain(store, 5, 1);
            SealedEvent edited = all.get(2);
            fixture.editRow(3, column, editedValue(column));

            List<StoredRow> rows = scan(store, 0, 5);

            assertThat(rows).as("edited %s", column).hasSize(5);
            assertThat(rows.get(2).holds(edited)).as("edited %s", column).isFalse();
            assertThat(rows.get(1).holds(all.get(1))).isTrue();
            if (column == RowColumn.VOID) {
                assertThat(rows.get(2).isVoid()).isTrue();
                assertThat(rows.get(2).line()).isEqualTo(edited.toLine());
            } else {
                assertThat(rows.get(2).line())
                        .as("edited %s", column)
                        .isEqualTo(column.edit(edited.toLine(), editedValue(column)));
                assertThatThrownBy(() -> store.find(Sequence.of(3)))
                        .as("edited %s", column)
                        .isInstanceOf(DamagedCopyException.class);
                assertThatThrownBy(() -> walk(store)).as("edited %s", column).isInstanceOf(DamagedCopyException.class);
                assertThatThrownBy(() -> store.query(EventQuery.ALL)).isInstanceOf(DamagedCopyException.class);
            }
            fixture.close();
        }
    }

    private static String editedValue(RowColumn column) {
        return switch (column) {
            case VOID -> "1";
            case BATCH_END -> "77";
            case DOMAIN_TAGS -> "[\"edited\"]";
            case PAYLOAD -> "{\"edited\":true}";
            case OBSERVED_AT, RECORDED_AT -> "2001-01-01T00:00:00.000000Z";
            case PAYLOAD_HASH, PREV_EVENT_HASH, EVENT_HASH -> "ab".repeat(32);
            case EVENT_TYPE -> "edited.v7";
            case ID, SOURCE_NAME, TRACE_ID, SESSION_ID -> "edited";
        };
    }

    @Test
    void refuses_to_show_a_row_before_the_first_step_and_behind_the_last() {
        QueryStore store = openNew();
        insertChain(store, 1, 1);
        try (RowScan scan = store.scan(Sequence.NONE, Sequence.of(9))) {
            assertThatThrownBy(scan::row).isInstanceOf(IllegalStateException.class);
            assertThat(scan.advance()).isTrue();
            assertThat(scan.advance()).isFalse();
            assertThatThrownBy(scan::row).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void answers_many_threads_at_once() {
        QueryStore store = openNew();
        List<SealedEvent> all = insertChain(store, 50, 10);
        List<CompletableFuture<List<SealedEvent>>> walks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            walks.add(CompletableFuture.supplyAsync(() -> walk(store)));
            walks.add(CompletableFuture.supplyAsync(() -> all.stream()
                    .map(event -> store.find(event.id()).orElseThrow())
                    .toList()));
        }
        walks.forEach(walked -> assertThat(walked.join()).isEqualTo(all));
    }

    @Test
    void refuses_every_call_but_close_once_it_is_closed() {
        insertChain(openNew(), 2, 1);
        StoreReader reader = fixture.provider().openForReading();
        reader.close();
        reader.close();

        assertThatThrownBy(reader::highestSequence).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::identity).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> walk(reader)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.find(Sequence.FIRST)).isInstanceOf(IllegalStateException.class);
    }
}
