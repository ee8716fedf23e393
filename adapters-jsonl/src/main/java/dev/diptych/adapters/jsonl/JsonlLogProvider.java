package dev.diptych.adapters.jsonl;

import dev.diptych.domain.event.PayloadSyntax;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.util.function.Supplier;

/** A directory where a log is, or may come to be. */
final class JsonlLogProvider implements LogProvider {
    private final LogDirectory directory;
    private final PayloadSyntax payloads;
    private final Processes processes;
    private final long segmentBytesMax;

    JsonlLogProvider(LogDirectory directory, PayloadSyntax payloads, Processes processes, long segmentBytesMax) {
        this.directory = directory;
        this.payloads = payloads;
        this.processes = processes;
        this.segmentBytesMax = segmentBytesMax;
    }

    @Override
    public LogPresence presence() {
        if (!directory.exists()) {
            return LogPresence.ABSENT;
        }
        boolean holdsBytes = directory.list().segments().stream().anyMatch(segment -> directory.sizeOf(segment) > 0);
        return holdsBytes ? LogPresence.HOLDS_BYTES : LogPresence.EMPTY;
    }

    @Override
    public LogOpening openForWriting(Supplier<StoreMemory> memory, TornTail tornTail) {
        return new LogOpener(directory, payloads, processes, segmentBytesMax).open(memory, tornTail);
    }

    @Override
    public LogReader openForReading() {
        if (!directory.exists()) {
            throw new LogUnavailableException("there is no log at " + directory.path()
                    + ". Nothing was changed. Next: see that the directory is the right one; diptych init --dir "
                    + directory.parent() + " makes a new ledger");
        }
        directory.list();
        return new JsonlLogReader(directory, payloads, processes);
    }
}
