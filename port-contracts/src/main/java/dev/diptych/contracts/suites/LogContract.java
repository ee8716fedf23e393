package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogOpening.LogRefused;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.SealedEventSource;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoredPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the suites of logs share: a fixture for each test, events from a seed, and openings. */
public abstract class LogContract {
    SeededEvents events;
    LedgerId ledger;
    LogFixture fixture;

    /** A place with no log in it. */
    protected abstract LogFixture newFixture();

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

    /** Whether the fixture can do something; where it says no, it must refuse. */
    static boolean declared(boolean can, ThrowingCallable doing) {
        if (!can) {
            assertThatThrownBy(doing).isInstanceOf(UnsupportedOperationException.class);
        }
        return can;
    }

    /** A fresh log, opened beside a store that was there before and has seen nothing. */
    DurableLog openNew() {
        return opened(StoreMemory.UNBORN).log();
    }

    LogOpened opened(StoreMemory memory) {
        return opened(memory, TornTail.CUT_IF_STORE_VOUCHES);
    }

    LogOpened opened(StoreMemory memory, TornTail tornTail) {
        LogOpening opening = fixture.provider().openForWriting(() -> memory, tornTail);
        assertThat(opening).isInstanceOf(LogOpened.class);
        return (LogOpened) opening;
    }

    LogRefusal refused(StoreMemory memory) {
        return refused(memory, TornTail.CUT_IF_STORE_VOUCHES);
    }

    LogRefusal refused(StoreMemory memory, TornTail tornTail) {
        LogOpening opening = fixture.provider().openForWriting(() -> memory, tornTail);
        assertThat(opening).isInstanceOf(LogRefused.class);
        LogRefusal reason = ((LogRefused) opening).reason();
        assertThat(reason.message()).isNotBlank();
        return reason;
    }

    /** Batches of a new chain, appended one by one; the first is refused by nobody. */
    List<List<SealedEvent>> appendChain(DurableLog log, int count, int batchMax) {
        List<List<SealedEvent>> chain = events.chain(ledger, count, batchMax);
        chain.forEach(log::append);
        return chain;
    }

    /** What a store remembers that holds every event through {@code newest} and has followed the log to its end. */
    StoreMemory storeThrough(SealedEvent newest, LogPosition position) {
        ChainHead head = newest.asHead();
        return new StoreMemory(
                true, Optional.of(ledger), Optional.of(head), Optional.of(new StoredPosition(position, head)));
    }

    /** The same, without a position. */
    StoreMemory storeThrough(SealedEvent newest) {
        return new StoreMemory(true, Optional.of(ledger), Optional.of(newest.asHead()), Optional.empty());
    }

    static SealedEvent last(List<SealedEvent> batch) {
        return batch.get(batch.size() - 1);
    }

    static List<SealedEvent> flat(List<List<SealedEvent>> batches) {
        return batches.stream().flatMap(List::stream).toList();
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
}
