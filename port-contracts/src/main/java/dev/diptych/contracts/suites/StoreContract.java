package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.SealedEventSource;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the suites of stores share: a fixture for each test, events from a seed, and a new store. */
public abstract class StoreContract {
    static final StoreId ID = new StoreId("0123456789abcdef0123456789abcdef");

    SeededEvents events;
    LedgerId ledger;
    StoreFixture fixture;

    /** A place with nothing in it. */
    protected abstract StoreFixture newFixture();

    @BeforeEach
    void takeAFixture() {
        events = SeededEvents.fresh();
        ledger = events.ledgerId();
        fixture = newFixture();
    }

    @AfterEach
    void giveTheFixtureBack() {
        fixture.close();
    }

    static boolean declared(boolean can, ThrowingCallable doing) {
        if (!can) {
            assertThatThrownBy(doing).isInstanceOf(UnsupportedOperationException.class);
        }
        return can;
    }

    QueryStore openNew() {
        return fixture.provider().create(ID);
    }

    /** A chain in one transaction for each batch. */
    List<SealedEvent> insertChain(QueryStore store, int count, int batchMax) {
        List<List<SealedEvent>> chain = events.chain(ledger, count, batchMax);
        chain.forEach(batch -> insert(store, batch));
        return chain.stream().flatMap(List::stream).toList();
    }

    /** Inserts as an append does: the events, the ledger, and how far the log was followed. */
    void insert(QueryStore store, List<SealedEvent> batch) {
        SealedEvent newest = batch.get(batch.size() - 1);
        store.inTransaction(transaction -> {
            transaction.adopt(ledger);
            transaction.insert(batch);
            transaction.moveTo(positionOf(newest), newest.sequence());
            return newest;
        });
    }

    static LogPosition positionOf(SealedEvent event) {
        return new LogPosition("somewhere:" + event.sequence());
    }

    static List<SealedEvent> walk(SealedEventSource source, Sequence after) {
        List<SealedEvent> walked = new ArrayList<>();
        try (EventCursor cursor = source.after(after)) {
            while (cursor.advance()) {
                walked.add(cursor.event());
            }
        }
        return walked;
    }

    static List<SealedEvent> walk(SealedEventSource source) {
        return walk(source, Sequence.NONE);
    }

    static List<StoredRow> scan(StoreReader store, long after, long through) {
        List<StoredRow> rows = new ArrayList<>();
        try (RowScan scan = store.scan(Sequence.of(after), Sequence.of(through))) {
            while (scan.advance()) {
                assertThat(scan.sequence()).isEqualTo(scan.row().sequence());
                rows.add(scan.row());
            }
        }
        return rows;
    }
}
