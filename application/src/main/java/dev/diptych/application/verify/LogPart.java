package dev.diptych.application.verify;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import java.util.ArrayDeque;
import java.util.Optional;

/** What a verification or an audit reads of a log: all of it, or what lies behind a known event. */
public final class LogPart implements AutoCloseable {
    private final Optional<LogScan> scan;
    private final ArrayDeque<LogScan.Item> looked = new ArrayDeque<>();
    private Optional<LogScan.Item> item = Optional.empty();

    private LogPart(Optional<LogScan> scan) {
        this.scan = scan;
    }

    /** All of a log; nothing of one that is absent. */
    public static LogPart whole(Optional<LogReader> log) {
        return new LogPart(log.map(reader -> reader.scan(Sequence.NONE)));
    }

    /** What lies behind the line of a sequence; empty where that line could not be found, so that a scan begins elsewhere. */
    public static Optional<LogPart> behind(LogReader log, long sequence) {
        LogPart part = new LogPart(Optional.of(log.scan(Sequence.of(sequence))));
        try {
            if (part.beginsBehind(sequence)) {
                return Optional.of(part);
            }
        } catch (RuntimeException | Error failed) {
            part.close();
            throw failed;
        }
        part.close();
        return Optional.empty();
    }

    public boolean advance() {
        item = Optional.ofNullable(looked.poll());
        if (item.isEmpty() && scan.isPresent() && scan.get().advance()) {
            item = Optional.of(scan.get().item());
        }
        return item.isPresent();
    }

    public LogScan.Item item() {
        return item.orElseThrow();
    }

    @Override
    public void close() {
        scan.ifPresent(LogScan::close);
    }

    /** A scan that could not find the line begins with the log's first segment; one that did, in the middle or with the next. */
    private boolean beginsBehind(long sequence) {
        while (scan.orElseThrow().advance()) {
            LogScan.Item next = scan.get().item();
            looked.add(next);
            if (next instanceof LogScan.SegmentBegins segment) {
                return segment.firstSequence() == sequence + 1;
            }
            if (next instanceof LogScan.LineRead) {
                return true;
            }
        }
        return true;
    }
}
