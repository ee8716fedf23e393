package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.StoredRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store for reading, on read-only connections. */
final class SqliteStoreReader implements StoreReader {
    private final SqliteDatabase database;
    private final ReadConnections connections;
    private final PayloadReader payloads;
    private final Optional<String> note;
    private final AutoCloseable behind;

    /**
     * @param behind what is to be cleared away after the connections are closed
     */
    SqliteStoreReader(
            SqliteDatabase database,
            ReadConnections connections,
            PayloadReader payloads,
            Optional<String> note,
            AutoCloseable behind) {
        this.database = database;
        this.connections = connections;
        this.payloads = payloads;
        this.note = note;
        this.behind = behind;
    }

    @Override
    public Optional<LedgerId> ledgerId() {
        return identity().ledgerId();
    }

    @Override
    public StoreIdentity identity() {
        return connections.read(
                "reading who the store is", connection -> connection.rows().identity());
    }

    @Override
    public Optional<ChainHead> head() {
        return connections.read(
                "reading the newest row", connection -> connection.rows().head());
    }

    @Override
    public Optional<StoredPosition> position() {
        return connections.read(
                "reading the position", connection -> connection.rows().position());
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return connections.read(
                "reading the pinned answer", connection -> connection.rows().pinned());
    }

    @Override
    public Optional<Attestation> attestation(Sequence sequence) {
        return connections.read(
                "reading what is known of the signature at sequence " + sequence,
                connection -> connection.rows().attestation(sequence));
    }

    @Override
    public Sequence highestSequence() {
        return connections.read(
                "reading the highest sequence", connection -> connection.rows().highestSequence());
    }

    @Override
    public Optional<StoredRow> row(Sequence sequence) {
        return connections.read(
                "reading the row at sequence " + sequence,
                connection -> connection.rows().row(sequence));
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        return connections.read(
                "reading the event at sequence " + sequence,
                connection -> connection.rows().row(sequence).map(connection::judged));
    }

    @Override
    public Optional<SealedEvent> find(EventId id) {
        return connections.read(
                "reading the event " + id,
                connection -> connection.rows().row(id.value()).map(connection::judged));
    }

    @Override
    public EventPage query(EventQuery query) {
        return connections.read("querying", connection -> page(connection, query));
    }

    private static EventPage page(ReadConnection connection, EventQuery query) throws SQLException {
        EventQuerySql sql = EventQuerySql.of(query, connection.rows().schema());
        PreparedStatement select = connection.statements().prepared(sql.text());
        sql.bind(select);
        List<SealedEvent> events = new ArrayList<>();
        Optional<Sequence> next = Optional.empty();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (events.size() == query.limit()) {
                    next = Optional.of(events.get(events.size() - 1).sequence());
                    break;
                }
                events.add(connection.judged(connection.rows().current(rows)));
            }
        }
        return new EventPage(events, next);
    }

    @Override
    public List<String> ownTypes() {
        return connections.read(
                "reading the ledger's own types",
                connection -> connection.rows().ownTypes());
    }

    @Override
    public RowScan scan(Sequence after, Sequence through) {
        return new SqliteRowScan(connections, behind(after), through.value());
    }

    @Override
    public EventCursor after(Sequence sequence) {
        return new SqliteEventCursor(
                new SqliteRowScan(connections, behind(sequence), Long.MAX_VALUE),
                new RowJudge(database.file(), payloads));
    }

    /** From the very beginning means rows that an edit gave a sequence below 1, too. */
    private static long behind(Sequence sequence) {
        return sequence.isNone() ? Long.MIN_VALUE : sequence.value();
    }

    @Override
    public Optional<String> note() {
        connections.requireOpen();
        return note;
    }

    @Override
    public void close() {
        try {
            connections.close();
        } catch (SQLException failed) {
            throw database.failure("closing", failed);
        } finally {
            clearAway();
        }
    }

    private void clearAway() {
        try {
            behind.close();
        } catch (Exception failed) {
            throw new StoreFailedException(
                    "what was made to read " + database.file() + " cannot be cleared away: " + failed
                            + ". The store is as it was. Next: remove it by hand",
                    failed);
        }
    }
}
