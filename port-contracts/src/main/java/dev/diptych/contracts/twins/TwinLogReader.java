package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A twin log for reading: the bytes as they are at each call, beside a writer or without one. */
final class TwinLogReader implements LogReader {
    private final TwinLogDisk disk;
    private final CrashingFiles files;
    private TwinLogImage image = new TwinLogImage(new byte[0]);
    private long imageOf = -1;
    private boolean closed;

    TwinLogReader(TwinLogDisk disk, CrashingFiles files) {
        this.disk = disk;
        this.files = files;
    }

    @Override
    public Optional<LedgerId> ledgerId() {
        return image().ledgerId();
    }

    @Override
    public Optional<ChainHead> head() {
        return image().newest().map(SealedEvent::asHead);
    }

    @Override
    public EventCursor after(Sequence sequence) {
        requireOpen();
        return new TwinLogCursor(this::next, sequence);
    }

    /** The event at a sequence if it is not behind the head. */
    private Optional<SealedEvent> next(Sequence sequence) {
        TwinLogImage now = image();
        boolean behindHead = now.newest()
                .map(newest -> sequence.value() > newest.sequenceValue())
                .orElse(true);
        if (behindHead) {
            return Optional.empty();
        }
        OptionalInt line = now.lineOf(sequence.value());
        LineVerdict verdict = now.verdict(line.orElse(0));
        if (line.isPresent() && verdict instanceof LineVerdict.WellFormed sound) {
            return Optional.of(sound.event());
        }
        throw new DamagedCopyException("the log in memory is damaged at sequence " + sequence
                + ": expected a sound event, found " + (line.isPresent() ? verdict.toString() : "no line that says so")
                + ". Nothing was changed. Next: verify");
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        TwinLogImage now = image();
        OptionalInt line = now.lineOf(sequence.value());
        return line.isEmpty() ? Optional.empty() : now.event(line.getAsInt());
    }

    @Override
    public LogScan scan(Sequence after) {
        TwinLogImage now = image();
        int from = now.lineOf(after.value()).orElse(-1) + 1;
        List<String> names = names();
        return new TwinLogScan(now, from, names.contains(TwinLogDisk.SEGMENT_NAME), names);
    }

    @Override
    public LogLeft left() {
        requireOpen();
        try {
            boolean recorded = files.state(TwinLogDisk.WRITER).isPresent();
            WriterRecord record = WriterRecord.parse(TwinFiles.read(files, TwinLogDisk.WRITER));
            return record.asLeft(recorded, record.holder().filter(holder -> holder.pid() == disk.process()));
        } catch (IOException failed) {
            throw TwinLogProvider.unavailable("could not be read", failed);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private List<String> names() {
        try {
            return files.list(TwinLogDisk.LOG);
        } catch (IOException failed) {
            throw TwinLogProvider.unavailable("could not be listed", failed);
        }
    }

    private synchronized TwinLogImage image() {
        requireOpen();
        long changes = files.changes();
        if (imageOf != changes) {
            try {
                image = new TwinLogImage(TwinFiles.read(files, TwinLogDisk.SEGMENT));
            } catch (IOException failed) {
                throw TwinLogProvider.unavailable("could not be read", failed);
            }
            imageOf = changes;
        }
        return image;
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this log in memory was closed");
        }
    }
}
