package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.PayloadSyntax;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import java.io.IOException;
import java.util.Optional;

/** Reads a log without taking it. Every scan, cursor and question has handles of its own. */
final class JsonlLogReader implements LogReader {
    private final LogDirectory directory;
    private final PayloadSyntax payloads;
    private final Processes processes;
    private volatile boolean closed;

    JsonlLogReader(LogDirectory directory, PayloadSyntax payloads, Processes processes) {
        this.directory = directory;
        this.payloads = payloads;
        this.processes = processes;
    }

    @Override
    public Optional<LedgerId> ledgerId() {
        requireOpen();
        return findEnd().isEmpty() ? Optional.empty() : new FirstLine(directory, decoder()).ledgerId();
    }

    @Override
    public Optional<ChainHead> head() {
        requireOpen();
        return findEnd().map(LogEnd::head);
    }

    @Override
    public EventCursor after(Sequence sequence) {
        requireOpen();
        return new JsonlCursor(directory, decoder(), sequence, this::findEnd);
    }

    @Override
    public LogScan scan(Sequence after) {
        requireOpen();
        if (after.isNone()) {
            return SegmentScan.all(directory, decoder());
        }
        return lookUp(after)
                .map(found -> SegmentScan.from(directory, decoder(), found.segment(), found.end()))
                .orElseGet(() -> SegmentScan.all(directory, decoder()));
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        requireOpen();
        return sequence.isNone()
                ? Optional.empty()
                : lookUp(sequence)
                        .flatMap(found -> sound(found.line()))
                        .filter(event -> event.sequenceValue() == sequence.value());
    }

    @Override
    public LogLeft left() {
        requireOpen();
        try {
            Optional<WriterRecord> file = new WriterFile(directory).read();
            Optional<LogLeft.Holder> holder = file.flatMap(WriterRecord::open)
                    .filter(taker -> processes.holds(taker, directory.lock()))
                    .map(WriterFile::holder);
            return WriterFile.told(file, holder);
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private Optional<LogEnd> findEnd() {
        return new HeadFinder(directory, decoder()).find();
    }

    private Optional<LineLookup.Found> lookUp(Sequence sequence) {
        try {
            return new LineLookup(directory).bySequence(sequence.value());
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
    }

    private Optional<SealedEvent> sound(byte[] line) {
        return decoder().decodeOwned(line) instanceof LineVerdict.WellFormed wellFormed
                ? Optional.of(wellFormed.event())
                : Optional.empty();
    }

    private LineDecoder decoder() {
        return new LineDecoder(payloads);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the reader of the log " + directory.path() + " is closed");
        }
    }
}
