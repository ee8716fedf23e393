package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.OutOfSequenceException;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A twin log, held by its writer. All of it under one monitor: a twin is strict, not fast. */
final class TwinLog implements DurableLog {
    private final CrashingFiles files;
    private final Closeable lock;
    private final DurableFile segment;
    private final String identity;
    private final WriterRecord held;
    /** Where the line of each sequence ends; index 0 is where the log begins. -1 where it cannot be told. */
    private final List<Long> ends = new ArrayList<>();

    private Optional<LedgerId> ledgerId;
    private Optional<ChainHead> head;
    private long end;
    private boolean poisoned;
    private boolean closed;

    TwinLog(
            CrashingFiles files,
            Closeable lock,
            DurableFile segment,
            TwinLogImage image,
            Optional<ChainHead> head,
            WriterRecord held)
            throws IOException {
        this.files = files;
        this.lock = lock;
        this.segment = segment;
        this.identity = segment.identity();
        this.held = held;
        this.head = head;
        this.ledgerId = image.ledgerId();
        this.end = image.length();
        ends.add(0L);
        long last = head.map(newest -> newest.sequence().value()).orElse(0L);
        for (long sequence = 1; sequence <= last; sequence++) {
            OptionalInt line = image.lineOf(sequence);
            ends.add(line.isEmpty() ? -1L : (long) image.start(line.getAsInt() + 1));
        }
    }

    @Override
    public synchronized ChainHead append(List<SealedEvent> batch) {
        requireOpen();
        if (poisoned) {
            throw new LogOutcomeUnknownException(
                    "an append to this log failed before in a way that only reopening can sort"
                            + " out. Nothing was written now. Next: open the log again");
        }
        byte[] bytes = requireNext(batch);
        requireInPlace();
        write(bytes);
        force();
        // Commit point. From here the events exist. Memory follows.
        long at = end;
        for (SealedEvent event : batch) {
            at += event.lineLength();
            ends.add(at);
        }
        end = at;
        if (ledgerId.isEmpty()) {
            ledgerId = Optional.of(new LedgerId(batch.get(0).previousHash()));
        }
        ChainHead newest = batch.get(batch.size() - 1).asHead();
        head = Optional.of(newest);
        return newest;
    }

    private byte[] requireNext(List<SealedEvent> batch) {
        long next = head.map(newest -> newest.sequence().value()).orElse(0L) + 1;
        long last = next + batch.size() - 1;
        long bytes = 0;
        Optional<ChainHead> before = head;
        for (int i = 0; i < batch.size(); i++) {
            SealedEvent event = batch.get(i);
            bytes += event.lineLength();
            boolean links = before.map(newest -> event.linksTo(newest.hash())).orElse(true);
            if (event.sequenceValue() != next + i
                    || !links
                    || event.batch().first() != next
                    || event.batch().last() != last) {
                throw outOfSequence("event " + event.sequenceValue() + " of batch " + event.batch(), next);
            }
            before = Optional.of(event.asHead());
        }
        if (batch.isEmpty() || bytes > Limits.FORMAT.batchBytesMax()) {
            throw outOfSequence("a batch of " + batch.size() + " events and " + bytes + " bytes", next);
        }
        byte[] all = new byte[(int) bytes];
        int at = 0;
        for (SealedEvent event : batch) {
            event.copyLineTo(all, at);
            at += event.lineLength();
        }
        return all;
    }

    private static OutOfSequenceException outOfSequence(String found, long next) {
        return new OutOfSequenceException("expected one whole batch that begins at sequence " + next
                + ", links to the event before and has at most " + Limits.FORMAT.batchBytesMax() + " bytes, found "
                + found
                + ". Nothing was written. Next: seal the events again behind the head");
    }

    private void requireInPlace() {
        Optional<FileState> there;
        try {
            there = files.state(TwinLogDisk.SEGMENT);
        } catch (IOException failed) {
            throw new LogNotWrittenException(
                    "the log in memory could not be looked at: " + failed.getMessage()
                            + ". Nothing was written. Next: append again",
                    failed);
        }
        boolean ours = there.map(state -> state.identity().equals(identity) && state.size() == end)
                .orElse(false);
        if (!ours) {
            throw new LogReplacedException("expected " + identity + " with " + end + " bytes in the log's place, found "
                    + there + ". Nothing was written. Next: open the log again");
        }
    }

    private void write(byte[] bytes) {
        try {
            segment.write(ByteBuffer.wrap(bytes), end);
        } catch (IOException failed) {
            cutBack(failed);
            throw new LogNotWrittenException(
                    "the batch could not be written: " + failed.getMessage()
                            + ". The log is as it was. Next: make room and append again",
                    failed);
        }
    }

    private void cutBack(IOException failed) {
        try {
            segment.truncate(end);
        } catch (IOException cutFailed) {
            poisoned = true;
            LogOutcomeUnknownException unknown = new LogOutcomeUnknownException(
                    "the batch was half written and could not be taken back. Next: open the log again", failed);
            unknown.addSuppressed(cutFailed);
            throw unknown;
        }
    }

    private void force() {
        try {
            segment.force();
        } catch (IOException failed) {
            poisoned = true;
            throw new LogOutcomeUnknownException(
                    "the batch was written and could not be forced: " + failed.getMessage()
                            + ". Whether it is durable is not known. Next: open the log again",
                    failed);
        }
    }

    @Override
    public synchronized Optional<SealedEvent> find(Sequence sequence) {
        requireOpen();
        if (sequence.isNone() || sequence.value() >= ends.size()) {
            return Optional.empty();
        }
        long to = ends.get(Math.toIntExact(sequence.value()));
        long from = ends.get(Math.toIntExact(sequence.value()) - 1);
        if (to < 0) {
            throw damaged(sequence, "a line that says its sequence", "none");
        }
        byte[] line = read(from < 0 ? Math.max(0, to - Limits.FORMAT.lineBytesMax()) : from, to);
        int start = from < 0 ? lastLine(line) : 0;
        LineVerdict verdict = new LineDecoder(TwinPayloadReader.FORMAT).decode(line, start, line.length);
        if (verdict instanceof LineVerdict.WellFormed sound
                && sound.event().sequence().equals(sequence)) {
            return Optional.of(sound.event());
        }
        throw damaged(sequence, "a sound event", verdict.toString());
    }

    private static int lastLine(byte[] bytes) {
        int at = bytes.length - 1;
        while (at > 0 && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private byte[] read(long from, long to) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(to - from));
        try {
            while (buffer.hasRemaining() && segment.read(buffer, from + buffer.position()) > 0) {
                // as many reads as it takes
            }
        } catch (IOException failed) {
            throw TwinLogProvider.unavailable("could not be read", failed);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static DamagedCopyException damaged(Sequence sequence, String expected, String found) {
        return new DamagedCopyException("the log in memory is damaged at sequence " + sequence + ": expected "
                + expected + ", found " + found + ". Nothing was changed. Next: verify");
    }

    @Override
    public synchronized EventCursor after(Sequence sequence) {
        requireOpen();
        return new TwinLogCursor(this::find, sequence);
    }

    @Override
    public synchronized LogPosition position() {
        requireOpen();
        return new LogPosition(TwinLogDisk.SEGMENT_NAME + ":" + end);
    }

    @Override
    public synchronized Optional<ChainHead> head() {
        requireOpen();
        return head;
    }

    @Override
    public synchronized Optional<LedgerId> ledgerId() {
        requireOpen();
        return ledgerId;
    }

    @Override
    public synchronized boolean isPoisoned() {
        requireOpen();
        return poisoned;
    }

    @Override
    public synchronized void close(StoreLeft store) {
        if (closed) {
            return;
        }
        closed = true;
        boolean storeClosed = store == StoreLeft.CLOSED_PROPERLY;
        WriterRecord record =
                poisoned ? held.withStoreClosed(storeClosed) : WriterRecord.closed(head, end, storeClosed);
        try {
            segment.close();
            TwinFiles.replace(files, TwinLogDisk.WRITER, record.toBytes());
        } catch (IOException failed) {
            throw TwinLogProvider.unavailable("could not be closed cleanly", failed);
        } finally {
            TwinLogProvider.release(lock);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this log in memory was closed");
        }
    }
}
