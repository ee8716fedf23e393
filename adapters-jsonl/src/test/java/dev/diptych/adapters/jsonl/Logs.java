package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogOpening.LogRefused;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.SealedEventSource;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens logs as tests want them. */
final class Logs {
    static final long SEGMENT_BYTES_MAX = JsonlAdapter.SEGMENT_BYTES_MAX_DEFAULT;

    private Logs() {}

    static JsonlLogProvider at(Path parent) {
        return at(new NioDurableFiles(), parent, SEGMENT_BYTES_MAX);
    }

    static JsonlLogProvider at(DurableFiles files, Path parent) {
        return at(files, parent, SEGMENT_BYTES_MAX);
    }

    static JsonlLogProvider at(DurableFiles files, Path parent, long segmentBytesMax) {
        return new JsonlLogProvider(
                new LogDirectory(files, parent.resolve("log")), Batches.PAYLOADS, Processes.REAL, segmentBytesMax);
    }

    static DurableLog open(LogProvider provider, StoreMemory memory) {
        return opened(provider, memory).log();
    }

    static LogOpened opened(LogProvider provider, StoreMemory memory) {
        return opened(provider, memory, TornTail.CUT_IF_STORE_VOUCHES);
    }

    static LogOpened opened(LogProvider provider, StoreMemory memory, TornTail tornTail) {
        LogOpening opening = provider.openForWriting(() -> memory, tornTail);
        if (opening instanceof LogRefused refused) {
            throw new AssertionError("expected the log to be opened, was refused: " + refused.reason());
        }
        return (LogOpened) opening;
    }

    static LogRefusal refused(LogProvider provider, StoreMemory memory) {
        LogOpening opening = provider.openForWriting(() -> memory, TornTail.CUT_IF_STORE_VOUCHES);
        if (opening instanceof LogOpened opened) {
            opened.log().close(StoreLeft.NOT_KNOWN);
            throw new AssertionError("expected the log to be refused, was opened: " + opened.report());
        }
        return ((LogRefused) opening).reason();
    }

    static <T extends LogRefusal> T refused(LogProvider provider, StoreMemory memory, Class<T> kind) {
        LogRefusal refusal = refused(provider, memory);
        assertThat(refusal).isInstanceOf(kind);
        return kind.cast(refusal);
    }

    /** A log without a store beside it, closed properly. */
    static void write(LogProvider provider, List<List<SealedEvent>> batches) {
        DurableLog log = open(provider, StoreMemory.NONE);
        batches.forEach(log::append);
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    /** What a store remembers that has followed the log through its newest event. */
    static StoreMemory storeAt(SealedEventSource log, DurableLog positions) {
        return new StoreMemory(
                true,
                log.ledgerId(),
                log.head(),
                log.head().map(head -> new StoredPosition(positions.position(), head)));
    }

    /** A store that is there, belongs to the ledger and has events through a head, without knowing where that is. */
    static StoreMemory storeWith(Batches batches, long sequence) {
        ChainHead head = batches.headAt(sequence);
        return new StoreMemory(
                true,
                Optional.of(new LedgerId(batches.all().get(0).previousHash())),
                Optional.of(head),
                Optional.empty());
    }

    static List<SealedEvent> read(SealedEventSource source) {
        return read(source, Sequence.NONE);
    }

    static List<SealedEvent> read(SealedEventSource source, Sequence after) {
        List<SealedEvent> events = new ArrayList<>();
        try (EventCursor cursor = source.after(after)) {
            while (cursor.advance()) {
                events.add(cursor.event());
            }
        }
        return events;
    }

    static List<SealedEvent> read(LogProvider provider) {
        try (LogReader reader = provider.openForReading()) {
            return read(reader);
        }
    }

    static List<LogScan.Item> scan(LogReader reader, Sequence after) {
        List<LogScan.Item> items = new ArrayList<>();
        try (LogScan scan = reader.scan(after)) {
            while (scan.advance()) {
                items.add(scan.item());
            }
        }
        return items;
    }
}
