package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be asked of a store on one connection, inside a transaction or outside. Every statement names the main
 * database, so that a temporary table of a caller's cannot stand in its way. One thread at a time.
 */
final class StoreRows {
    private static final String BY_SEQUENCE =
            "SELECT " + PackedRow.EXPRESSION + ", seq FROM main.diptych_events WHERE seq = ?";
    private static final String BY_ID =
            "SELECT " + PackedRow.EXPRESSION + ", seq FROM main.diptych_events WHERE id = ?";
    private static final String HIGHEST = "SELECT max(seq) FROM main.diptych_events";
    private static final String HEAD = "SELECT seq, event_hash FROM main.diptych_events ORDER BY seq DESC LIMIT 1";
    private static final String IDENTITY =
            "SELECT ledger_id, store_id, format, store_schema, epoch FROM main.diptych_mirror";
    private static final String SCHEMA = "SELECT store_schema FROM main.diptych_mirror";
    private static final String ATTESTATION = "SELECT attestation FROM main.diptych_events WHERE seq = ?";
    private static final String FOREIGN_TABLE = "SELECT 1 FROM main.sqlite_master WHERE type = 'table'"
            + " AND name NOT GLOB 'diptych_*' AND name NOT GLOB 'sqlite_*' LIMIT 1";
    private static final String TABLE_NAMED = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?";
    private static final String PINNED = "SELECT pinned FROM main.diptych_mirror WHERE pinned IS NOT NULL";
    private static final String POSITION = """
            SELECT position, position_seq, event_hash FROM main.diptych_mirror \
            JOIN main.diptych_events ON seq = position_seq WHERE position IS NOT NULL""";

    /** Where the ledger's own types begin; no type is the prefix alone. */
    private static final String OWN_TYPES_FROM = "diptych.";

    /**
     * One step through the index. It has one lower bound only: of two, SQLite takes the first for where to begin. A slash
     * is the character behind the dot.
     */
    private static final String NEXT_OWN_TYPE =
            "SELECT min(event_type) FROM main.diptych_events WHERE event_type > ? AND event_type < 'diptych/'";

    private final StatementCache statements;
    private final Object place;
    private final PackedRow packed = new PackedRow();

    StoreRows(StatementCache statements, Object place) {
        this.statements = statements;
        this.place = place;
    }

    Optional<StoredRow> row(Sequence sequence) throws SQLException {
        PreparedStatement select = statements.prepared(BY_SEQUENCE);
        select.setLong(1, sequence.value());
        return only(select);
    }

    Optional<StoredRow> row(String id) throws SQLException {
        PreparedStatement select = statements.prepared(BY_ID);
        select.setString(1, id);
        return only(select);
    }

    private Optional<StoredRow> only(PreparedStatement select) throws SQLException {
        try (ResultSet found = select.executeQuery()) {
            return found.next() ? Optional.of(current(found)) : Optional.empty();
        }
    }

    /** The row on which a select of {@link PackedRow#EXPRESSION} and the sequence stands. */
    StoredRow current(ResultSet rows) throws SQLException {
        byte[] value = rows.getBytes(1);
        if (value == null) {
            return ColumnRow.read(statements.connection(), rows.getLong(2));
        }
        packed.unpack(value);
        return packed.row();
    }

    Sequence highestSequence() throws SQLException {
        try (ResultSet found = statements.prepared(HIGHEST).executeQuery()) {
            return found.next() ? sequence(found.getLong(1)) : Sequence.NONE;
        }
    }

    Optional<ChainHead> head() throws SQLException {
        try (ResultSet found = statements.prepared(HEAD).executeQuery()) {
            if (!found.next()) {
                return Optional.empty();
            }
            Sequence at = sequence(found.getLong(1));
            return Optional.of(new ChainHead(at, hash(found.getBytes(2), at)));
        }
    }

    /** Steps from one own type to the next through the index on types. */
    List<String> ownTypes() throws SQLException {
        List<String> types = new ArrayList<>();
        PreparedStatement select = statements.prepared(NEXT_OWN_TYPE);
        String last = OWN_TYPES_FROM;
        while (true) {
            select.setString(1, last);
            try (ResultSet found = select.executeQuery()) {
                String type = found.next() ? found.getString(1) : null;
                if (type == null) {
                    return types;
                }
                types.add(type);
                last = type;
            }
        }
    }

    StoreIdentity identity() throws SQLException {
        try (ResultSet found = statements.prepared(IDENTITY).executeQuery()) {
            if (!found.next()) {
                throw lostIdentity();
            }
            byte[] ledger = found.getBytes(1);
            return new StoreIdentity(
                    ledger == null ? Optional.empty() : Optional.of(ledgerId(ledger)),
                    storeId(found.getString(2)),
                    found.getInt(3),
                    found.getInt(4),
                    found.getLong(5));
        }
    }

    private StoreFailedException lostIdentity() {
        return new StoreFailedException("the store " + place + " has lost the row that says who it is, in"
                + " diptych_mirror. Nothing was changed. Next: move the file away and run diptych replay");
    }

    /**
     * The schema as this connection sees it now. Not kept, because it may change under whoever has the store open: in a
     * bound transaction, or in one that a caller brought.
     */
    StoreSchema schema() throws SQLException {
        try (ResultSet found = statements.prepared(SCHEMA).executeQuery()) {
            if (!found.next()) {
                throw lostIdentity();
            }
            int version = found.getInt(1);
            if (version < 1 || version > StoreSchema.VERSION) {
                throw new UnknownStoreVersionException("the store " + place + " has become one of schema " + version
                        + ", this program knows schemas through " + StoreSchema.VERSION
                        + ". Nothing was changed. Next: use the newer program that brought it there");
            }
            return StoreSchema.of(version);
        }
    }

    /** Empty without a row, and in schema 1, which does not tell. */
    Optional<Attestation> attestation(Sequence sequence) throws SQLException {
        if (schema().version() == 1) {
            return Optional.empty();
        }
        PreparedStatement select = statements.prepared(ATTESTATION);
        select.setLong(1, sequence.value());
        try (ResultSet found = select.executeQuery()) {
            return found.next() ? Optional.of(attestation(sequence, found.getString(1))) : Optional.empty();
        }
    }

    private Attestation attestation(Sequence sequence, String word) {
        for (Attestation known : Attestation.values()) {
            if (known.word().equals(word)) {
                return known;
            }
        }
        throw new DamagedCopyException("the row at sequence " + sequence + " of the store " + place
                + " has in attestation what is none: " + word + ". Nothing was changed. Next: diptych verify");
    }

    /** Empty too where the row at the stored sequence is gone or has no hash: a position is a hint, never evidence. */
    Optional<StoredPosition> position() throws SQLException {
        try (ResultSet found = statements.prepared(POSITION).executeQuery()) {
            if (!found.next()) {
                return Optional.empty();
            }
            String text = found.getString(1);
            long at = found.getLong(2);
            byte[] hash = found.getBytes(3);
            boolean usable = !text.isEmpty()
                    && text.length() <= 200
                    && at > 0
                    && at <= Sequence.VALUE_MAX
                    && hash != null
                    && hash.length == EventHash.BYTES;
            return usable
                    ? Optional.of(new StoredPosition(
                            new LogPosition(text), new ChainHead(Sequence.of(at), EventHash.of(hash))))
                    : Optional.empty();
        }
    }

    OptionalLong rowCount(String table) throws SQLException {
        PreparedStatement isThere = statements.prepared(TABLE_NAMED);
        isThere.setString(1, table);
        try (ResultSet found = isThere.executeQuery()) {
            if (!found.next()) {
                return OptionalLong.empty();
            }
        }
        try (Statement count = statements.connection().createStatement();
                ResultSet counted =
                        count.executeQuery("SELECT count(*) FROM main.\"" + table.replace("\"", "\"\"") + '"')) {
            return OptionalLong.of(counted.next() ? counted.getLong(1) : 0);
        }
    }

    boolean hasForeignTables() throws SQLException {
        try (ResultSet found = statements.prepared(FOREIGN_TABLE).executeQuery()) {
            return found.next();
        }
    }

    List<String> brokenReferences() throws SQLException {
        List<String> broken = new ArrayList<>();
        try (Statement check = statements.connection().createStatement();
                ResultSet found = check.executeQuery("PRAGMA main.foreign_key_check")) {
            while (broken.size() < BoundStoreTransaction.BROKEN_REFERENCES_MAX && found.next()) {
                broken.add("row " + found.getString(2) + " of " + found.getString(1) + " to " + found.getString(3));
            }
        }
        return broken;
    }

    Optional<PinnedAnswer> pinned() throws SQLException {
        try (ResultSet found = statements.prepared(PINNED).executeQuery()) {
            return found.next() ? Optional.of(pinned(found.getString(1))) : Optional.empty();
        }
    }

    private PinnedAnswer pinned(String text) {
        return PinnedAnswer.parse(text)
                .orElseThrow(
                        () -> new DamagedCopyException("the store " + place + " has in diptych_mirror.pinned what is no"
                                + " answer of a transaction: " + text + ". Nothing was changed. Next: diptych verify"));
    }

    private Sequence sequence(long value) {
        if (value < 0 || value > Sequence.VALUE_MAX) {
            throw new DamagedCopyException("the store " + place + " has a row with sequence " + value
                    + ", expected 1 to " + Sequence.VALUE_MAX + ". Nothing was changed. Next: diptych verify");
        }
        return Sequence.of(value);
    }

    private EventHash hash(byte[] bytes, Sequence at) {
        if (bytes == null || bytes.length != EventHash.BYTES) {
            throw new DamagedCopyException("the row at sequence " + at + " of the store " + place
                    + " has an event_hash of " + (bytes == null ? 0 : bytes.length) + " bytes, expected "
                    + EventHash.BYTES + ". Nothing was changed. Next: diptych verify");
        }
        return EventHash.of(bytes);
    }

    private LedgerId ledgerId(byte[] bytes) {
        if (bytes.length != EventHash.BYTES) {
            throw damagedIdentity("a ledger_id of " + bytes.length + " bytes, expected " + EventHash.BYTES);
        }
        return LedgerId.of(bytes);
    }

    private StoreId storeId(String text) {
        try {
            return new StoreId(text);
        } catch (IllegalArgumentException wrong) {
            throw damagedIdentity("in store_id what is none: " + wrong.getMessage());
        }
    }

    private StoreFailedException damagedIdentity(String found) {
        return new StoreFailedException("the store " + place + " has in diptych_mirror " + found
                + ". Nothing was changed. Next: move the file away and run diptych replay");
    }
}
