package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A row that is not what the insert made comes through as bytes that are no event's line, whatever was done to it. */
final class TamperedRowsTest {
    private static final String UNLOCK = "UPDATE diptych_mirror SET unlocked = 1";
    private static final String LOCK = "UPDATE diptych_mirror SET unlocked = 0";

    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(20261123);
    private Path file;
    private SealedEvent full;
    private SealedEvent bare;
    private SealedEvent special;

    @BeforeEach
    void three_rows() {
        file = directory.resolve("store.db");
        EventDraft draft = EventDraft.of("com.example.placed.v1", "{\"a\":[1,\"]\"]}");
        List<SealedEvent> batch = events.seal(
                ChainHead.beforeFirst(events.ledgerId()),
                List.of(
                        events.drafted(draft.withId(new EventId("full"))
                                .withSource(EventSource.named("tool", "shell"))
                                .withTraceId(new TraceId("tr\"ace\\"))
                                .withSessionId(new SessionId("séssion"))
                                .withTags(DomainTags.of("a", "b\"\\"))),
                        events.drafted(draft.withId(new EventId("bare")))));
        full = batch.get(0);
        bare = batch.get(1);
        special = ForgedLine.of(bare)
                .after("\"domain_tags\":[]", ",\"bound\":true,\"key_id\":\"release+2026/11=\"")
                .signed("x".repeat(85) + "A")
                .at(3, bare.hash())
                .sound();
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, List.of(batch, List.of(special)));
        }
    }

    @Test
    void the_rows_are_sound_before_they_are_touched() {
        try (StoreReader reader = Stores.at(file).openForReading()) {
            assertThat(Stores.rows(reader))
                    .extracting(StoredRow::line)
                    .containsExactly(full.toLine(), bare.toLine(), special.toLine());
        }
    }

    static List<String> edits() {
        List<String> edits = new ArrayList<>();
        for (String column : List.of(
                "id",
                "observed_at",
                "recorded_at",
                "source_type",
                "event_type",
                "source_name",
                "trace_id",
                "session_id",
                "domain_tags",
                "key_id",
                "signature",
                "payload")) {
            for (String value : List.of(
                    "''",
                    "'x'",
                    "'\"'",
                    "'\\'",
                    "'x\",\"name\":\"y'",
                    "char(10)",
                    "'a' || char(0) || 'b'",
                    "CAST(x'ff41' AS TEXT)",
                    "'null'",
                    "'42'",
                    "'true'",
                    "'é'",
                    "' '")) {
                edits.add(column + " = " + value);
            }
        }
        for (String column : List.of("batch", "batch_end", "schema_version", "bound")) {
            for (String value : List.of("0", "-1", "7", "9223372036854775807")) {
                edits.add(column + " = " + value);
            }
        }
        for (String column : List.of("payload_hash", "prev_event_hash", "event_hash")) {
            for (String value : List.of(
                    "x''",
                    "zeroblob(32)",
                    "zeroblob(31)",
                    "zeroblob(33)",
                    "substr(" + column + ", 1, 31)",
                    column + " || x'00'")) {
                edits.add(column + " = CAST(" + value + " AS BLOB)");
            }
        }
        edits.addAll(List.of(
                "payload = NULL",
                "payload = payload || ' '",
                "payload = '[1,2]'",
                "source_name = NULL",
                "trace_id = NULL",
                "session_id = NULL",
                "key_id = NULL",
                "signature = NULL",
                "bound = NULL",
                "payload_hash = substr(payload_hash, 1, 20), prev_event_hash = CAST(substr(payload_hash, 21) || prev_event_hash AS BLOB)",
                // Text that would end its string early and bring the next keys along.
                "source_type = 'tool\",\"name\":\"shell', source_name = NULL",
                "source_type = source_type || '\"},\"event_type\":\"' || event_type, event_type = ''",
                "trace_id = NULL, event_type = event_type || '\",\"trace_id\":\"tr\\\"ace\\\\'",
                "session_id = NULL, trace_id = trace_id || '\",\"session_id\":\"' || session_id",
                "id = id || '\",\"schema_version\":1,\"observed_at\":\"' || observed_at",
                "domain_tags = '[\"a\",\"b\\\"\\\\\"],\"bound\":true'",
                "bound = NULL, domain_tags = '[],\"bound\":true'",
                "key_id = NULL, domain_tags = '[],\"key_id\":\"release+2026/11=\"'",
                "bound = NULL, key_id = NULL, domain_tags = '[],\"bound\":true,\"key_id\":\"release+2026/11=\"'",
                "domain_tags = '[\"b\\\"\\\\\",\"a\"]'",
                "domain_tags = '[ ]'",
                "domain_tags = '[]' || char(10)",
                "domain_tags = '[\"a\"'",
                "domain_tags = '[\"a]'",
                "domain_tags = '[1]'",
                "domain_tags = '[\"a\" \"b\"]'",
                "signature = NULL, event_hash = CAST(event_hash || x'22' AS BLOB)",
                "seq = 17"));
        return edits;
    }

    @ParameterizedTest
    @MethodSource("edits")
    void an_edited_row_is_no_line_of_any_event(String edit) throws SQLException {
        try (Connection shell = Stores.shell(file)) {
            for (String id : List.of("full", "bare", "special")) {
                Stores.run(shell, "BEGIN", UNLOCK);
                String before = snapshot(shell, id);
                Stores.run(shell, "UPDATE diptych_events SET " + edit + " WHERE seq = " + sequence(id));
                boolean changed = !snapshot(shell, id).equals(before);
                Stores.run(shell, LOCK, "COMMIT");
                if (changed) {
                    assertNoEvent(id, edit);
                }
                Stores.run(shell, "BEGIN", UNLOCK, "DELETE FROM diptych_events", LOCK, "COMMIT");
                refill();
            }
        }
    }

    /** All columns with their types, so that an edit that changed nothing is not taken for one. */
    private static String snapshot(Connection shell, String id) throws SQLException {
        StringBuilder columns = new StringBuilder("seq");
        for (String column : ColumnRow.COLUMNS) {
            columns.append(" || typeof(")
                    .append(column)
                    .append(") || quote(")
                    .append(column)
                    .append(')');
        }
        return Stores.ask(shell, "SELECT " + columns + " FROM diptych_events WHERE seq IN (17, " + sequence(id) + ")");
    }

    private static long sequence(String id) {
        return List.of("full", "bare", "special").indexOf(id) + 1L;
    }

    private void refill() {
        try (QueryStore store = Stores.at(file).openForWriting()) {
            store.inTransaction(transaction -> {
                transaction.insert(List.of(full, bare));
                transaction.insert(List.of(special));
                return 3;
            });
        }
    }

    private void assertNoEvent(String id, String edit) {
        SealedEvent event = List.of(full, bare, special).get((int) sequence(id) - 1);
        try (StoreReader reader = Stores.at(file).openForReading()) {
            List<StoredRow> rows = Stores.rows(reader);
            assertThat(rows).hasSize(3);
            StoredRow row = rows.stream()
                    .filter(each -> edit.startsWith("seq") ? each.sequence() == 17 : each.sequence() == sequence(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.line()).as(id).isNotEqualTo(event.toLine()).endsWith((byte) '\n');
            assertThat(new LineDecoder(Stores.PAYLOADS).decode(row.line(), 0, row.line().length))
                    .as("%s spelled %s", id, new String(row.line(), java.nio.charset.StandardCharsets.UTF_8))
                    .isNotInstanceOf(LineVerdict.WellFormed.class);
            Sequence at = Sequence.of(row.sequence());
            assertThat(reader.row(at).orElseThrow().line()).isEqualTo(row.line());
            assertThatThrownBy(() -> reader.find(at))
                    .isInstanceOf(DamagedCopyException.class)
                    .hasMessageContaining("sequence " + at)
                    .hasMessageContaining("store.db")
                    .hasMessageContaining("expected")
                    .hasMessageContaining("diptych verify");
        }
    }

    /** Only pages changed from outside can give a STRICT column another type; a schema without STRICT can do the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id = CAST(id AS BLOB)",
                "id = 5",
                "observed_at = CAST(observed_at AS BLOB)",
                "event_type = CAST(event_type AS BLOB)",
                "event_type = 1.5",
                "source_name = x'73'",
                "trace_id = x'00'",
                "session_id = 7",
                "domain_tags = CAST(domain_tags AS BLOB)",
                "domain_tags = 3",
                "key_id = x'41'",
                "signature = x'41'",
                "payload = CAST(payload AS BLOB)",
                "payload = 1",
                "batch = 1.5",
                "batch = 'one'",
                "batch_end = x'31'",
                "schema_version = 'one'",
                // BLOBs that SQLite's JSON functions would take for JSON, and spell like the value that belongs there.
                "id = jsonb('\"x\"')",
                "event_type = jsonb('\"com.example.placed.v1\"')",
                "schema_version = jsonb('1')",
                "bound = jsonb('null')",
                "void = jsonb('0')",
                "bound = 'true'",
                "bound = x'31'",
                "payload_hash = hex(payload_hash)",
                "prev_event_hash = CAST(substr('01234567890123456789012345678901', 1) AS TEXT)",
                "event_hash = 12",
                "void = 'no'",
            })
    void a_value_of_another_type_than_its_column_still_comes_through_and_is_no_event(String edit) throws SQLException {
        Stores.runWithoutTypes(
                file, "UPDATE diptych_events SET " + edit + (edit.startsWith("id =") ? " WHERE seq = 1" : ""));
        try (StoreReader reader = Stores.at(file).openForReading()) {
            List<StoredRow> rows = Stores.rows(reader);

            assertThat(rows).extracting(StoredRow::sequence).containsExactly(1L, 2L, 3L);
            List<SealedEvent> originals = List.of(full, bare, special);
            for (int i = 0; i < 3; i++) {
                if (i == 0 || !edit.startsWith("id =")) {
                    assertThat(rows.get(i).holds(originals.get(i)))
                            .as("row %d after %s", i + 1, edit)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_void_flag_that_was_set_is_seen_and_the_row_no_longer_holds_its_event() throws SQLException {
        Stores.run(file, "BEGIN", UNLOCK, "UPDATE diptych_events SET void = 1 WHERE seq = 1", LOCK, "COMMIT");
        try (StoreReader reader = Stores.at(file).openForReading()) {
            StoredRow row = reader.row(Sequence.of(1)).orElseThrow();

            assertThat(row.isVoid()).isTrue();
            assertThat(row.line()).isEqualTo(full.toLine());
            assertThat(row.holds(full)).isFalse();
        }
        assertThat(Stores.ask(file, "SELECT group_concat(seq) FROM diptych_happened"))
                .isEqualTo("2,3");
    }
}
