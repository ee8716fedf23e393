package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.OutdatedStoreException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import dev.diptych.ports.driving.CutoverStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores as they lie on disks: made once by {@link GoldenStores}, and read by every later program. */
final class GoldenStoresTest {
    @TempDir
    Path directory;

    private List<SealedEvent> events;

    @BeforeEach
    void the_events_that_are_in_them() throws IOException {
        String lines = new String(golden(GoldenStores.LINES), StandardCharsets.UTF_8);
        events = lines.lines()
                .map(line -> decoded((line + "\n").getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(events).hasSize(5);
    }

    private static SealedEvent decoded(byte[] line) {
        LineVerdict verdict = new LineDecoder(Stores.PAYLOADS).decode(line, 0, line.length);
        if (verdict instanceof LineVerdict.WellFormed sound) {
            return sound.event();
        }
        throw new AssertionError("no sound line: " + verdict);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenStoresTest.class.getResourceAsStream("golden/" + name)) {
            return in.readAllBytes();
        }
    }

    private Path copied(int schema) throws IOException {
        return Files.write(directory.resolve("store.db"), golden(GoldenStores.name(schema)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void each_is_read_and_queried_and_holds_the_same_events(int schema) throws IOException {
        try (StoreReader reader = Stores.at(copied(schema)).openForReading()) {
            assertThat(reader.identity().schema()).isEqualTo(schema);
            assertHoldsTheEvents(reader);
            assertThat(reader.attestation(Sequence.of(1)))
                    .isEqualTo(schema == 1 ? Optional.empty() : Optional.of(Attestation.VERIFIED));
        }
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    private void assertHoldsTheEvents(StoreReader reader) {
        List<StoredRow> rows = Stores.rows(reader);
        assertThat(rows)
                .extracting(row -> text(row.line()))
                .isEqualTo(events.stream().map(event -> text(event.toLine())).toList());
        assertThat(rows).extracting(StoredRow::isVoid).containsExactly(false, false, false, false, true);
        assertThat(reader.query(EventQuery.ALL.tagged("round")).events()).isEqualTo(events.subList(2, 4));
        assertThat(reader.query(EventQuery.ALL.tagged("\"\\ü")).events()).isEqualTo(events.subList(3, 4));
    }

    @Test
    void the_one_of_schema_1_is_outdated_and_can_be_brought_up_to_date() throws Exception {
        Path file = copied(1);
        assertThatThrownBy(() -> Stores.at(file).openForWriting()).isInstanceOf(OutdatedStoreException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(golden(GoldenStores.name(1)));

        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            BoundStoreTransaction transaction = store.beginBound();
            for (CutoverStep step : Stores.at(file).upgrade().orElseThrow().steps()) {
                step.apply(transaction);
            }
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
        }

        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertHoldsTheEvents(store);
            assertThat(store.note()).isEmpty();
            assertThat(store.attestation(Sequence.of(1))).contains(Attestation.LEGACY_UNATTESTED);
            assertThat(store.attestation(Sequence.of(3))).contains(Attestation.UNSIGNED);
        }
    }

    @Test
    void the_one_of_schema_2_is_opened_for_writing_and_found_whole() throws IOException {
        try (QueryStore store = Stores.at(copied(2)).openForWriting()) {
            assertHoldsTheEvents(store);
            assertThat(store.note()).isEmpty();
            assertThat(store.integrityProblem()).isEmpty();
        }
    }

    /** What a program that knows schema 1 only does with schema 2, this one does with schema 3. */
    @Test
    void a_store_of_a_later_schema_is_opened_by_nobody_in_no_way() throws Exception {
        Path file = copied(2);
        Stores.run(file, "UPDATE diptych_mirror SET store_schema = 3", "PRAGMA user_version = 3");

        assertThatThrownBy(() -> Stores.at(file).openForReading()).isInstanceOf(UnknownStoreVersionException.class);
        assertThatThrownBy(() -> Stores.at(file).openForWriting()).isInstanceOf(UnknownStoreVersionException.class);
        assertThatThrownBy(() -> Stores.at(file).openForUpgrade()).isInstanceOf(UnknownStoreVersionException.class);
        assertThatThrownBy(() -> Stores.at(file).upgrade()).isInstanceOf(UnknownStoreVersionException.class);
    }
}
