package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoredRow;
import java.sql.SQLException;

/** A read-only connection with what is kept for reuse beside it. One thread at a time. */
final class ReadConnection implements AutoCloseable {
    private final OpenConnection connection;
    private final StatementCache statements;
    private final StoreRows rows;
    private final RowJudge judge;

    ReadConnection(OpenConnection connection, Object place, PayloadReader payloads) {
        this.connection = connection;
        this.statements = new StatementCache(connection.jdbc());
        this.rows = new StoreRows(statements, place);
        this.judge = new RowJudge(place, payloads);
    }

    StatementCache statements() {
        return statements;
    }

    StoreRows rows() {
        return rows;
    }

    /** Judges a row; throws where it is no sound event. */
    SealedEvent judged(StoredRow row) {
        return judge.judged(row);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
