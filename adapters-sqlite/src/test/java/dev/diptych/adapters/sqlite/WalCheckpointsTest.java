package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.RowScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write-ahead log is moved into the database while the store is written to, and no walk keeps it from that. */
final class WalCheckpointsTest {
    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(13);

    @Test
    void the_write_ahead_log_begins_anew_while_a_scan_is_open() {
        SqliteDatabase database = SqliteDatabase.locate(SqliteLocation.at(directory.resolve("store.db")));
        try (QueryStore store = Stores.at(database.file()).create(Stores.ID)) {
            List<SealedEvent> first = batch(ChainHead.beforeFirst(events.ledgerId()), 200);
            insert(store, first);
            try (RowScan scan = store.scan(Sequence.NONE, Sequence.of(Sequence.VALUE_MAX))) {
                assertThat(scan.advance()).isTrue();
                while (scan.sequence() < 200) {
                    assertThat(scan.advance()).isTrue();
                }
                // At the end of what it saw, the scan holds nothing: whatever is inserted now can be moved and cut.
                assertThat(scan.advance()).isFalse();
                ChainHead head = insertUntilTheLogBeginsAnew(
                        database, store, first.get(199).asHead());

                assertThat(scan.advance()).isTrue();
                assertThat(scan.sequence()).isEqualTo(201);
                long last = 201;
                while (scan.advance()) {
                    assertThat(scan.sequence()).isEqualTo(++last);
                }
                assertThat(last).isEqualTo(head.sequence().value());
            }
        }
    }

    /** Bounded by what is inserted, not by time: a thread that never moved anything would be found at the end. */
    private ChainHead insertUntilTheLogBeginsAnew(SqliteDatabase database, QueryStore store, ChainHead from) {
        ChainHead head = from;
        long bytes = 0;
        for (int i = 0; i < 1_000; i++) {
            List<SealedEvent> batch = batch(head, 20);
            insert(store, batch);
            head = batch.get(19).asHead();
            long now = database.writeAheadLogBytes();
            if (now < bytes) {
                return head;
            }
            bytes = now;
        }
        throw new AssertionError("the write-ahead log only grew, to " + bytes + " bytes");
    }

    private List<SealedEvent> batch(ChainHead head, int count) {
        List<DraftedEvent> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(events.drafted(EventDraft.of("big.v1", "\"" + "x".repeat(10_000) + "\"")));
        }
        return events.seal(head, drafts);
    }

    private static void insert(QueryStore store, List<SealedEvent> batch) {
        store.inTransaction(transaction -> {
            transaction.insert(batch);
            return batch;
        });
    }
}
