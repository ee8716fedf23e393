package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.PayloadSyntax;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.LogUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The log, held for writing.
 *
 * <p><b>An append</b> is one write and one force of one segment, in this order:
 *
 * <pre>
 * check        the batch continues the chain; the newest segment and the lock are still ours      nothing written
 * roll         only where the segment would grow past its size: create, force the directory       an empty segment
 * write        all lines of the batch at once                                                     unknown to everybody
 * force        ------ commit point: the batch happened ------
 * memory       head and position move
 * </pre>
 *
 * <p><b>When something fails.</b> A write that fails has left part of the batch behind: it is cut off again, durably, and the
 * log goes on as if nothing had been asked (disk full). After a <em>force</em> that failed nobody knows what the medium
 * holds, and the operating system may since show bytes that it never wrote; forcing again would succeed and prove
 * nothing. So from then on the log is poisoned: it writes nothing more, and only opening it anew, which writes the last batch's
 * bytes again before it trusts them, can tell. The same goes where cutting back fails.
 *
 * <p><b>Threads.</b> One caller appends; anybody may read. Readers see the {@link Tip}, which moves after the force, and have
 * file handles of their own. No call is harmed by an interrupt: see {@link NioDurableFiles}.
 *
 * <p>What this does not protect against: somebody who writes into the segment without changing its length.
 */
final class JsonlLog implements DurableLog {
    private final LogDirectory directory;
    private final PayloadSyntax payloads;
    private final long segmentBytesMax;
    private final HeldLog held;

    private Optional<NewestSegment> newest;
    private byte[] lines = new byte[64 * 1024];
    private volatile Tip tip;
    private volatile Optional<String> poison = Optional.empty();
    private Optional<String> replaced = Optional.empty();
    private volatile boolean closed;

    /**
     * What is durable.
     *
     * @param end where the newest event ends; empty before the first
     * @param ledgerId empty while the ledger is unborn
     */
    record Tip(Optional<LogEnd> end, Optional<LedgerId> ledgerId) {}

    JsonlLog(
            LogDirectory directory,
            PayloadSyntax payloads,
            long segmentBytesMax,
            HeldLog held,
            Optional<NewestSegment> newest,
            Tip tip) {
        this.directory = directory;
        this.payloads = payloads;
        this.segmentBytesMax = segmentBytesMax;
        this.held = held;
        this.newest = newest;
        this.tip = tip;
    }

    @Override
    public Optional<LedgerId> ledgerId() {
        requireOpen();
        return tip.ledgerId();
    }

    @Override
    public Optional<ChainHead> head() {
        requireOpen();
        return tip.end().map(LogEnd::head);
    }

    @Override
    public LogPosition position() {
        requireOpen();
        return tip.end().map(LogEnd::position).orElseGet(() -> LogEnd.position(Segment.beginningAt(1), 0));
    }

    @Override
    public EventCursor after(Sequence sequence) {
        requireOpen();
        return new JsonlCursor(directory, new LineDecoder(payloads), sequence, () -> tip.end());
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        requireOpen();
        Optional<LogEnd> end = tip.end();
        if (sequence.isNone()
                || end.isEmpty()
                || sequence.isAfter(end.get().head().sequence())) {
            return Optional.empty();
        }
        LineLookup.Found found;
        try {
            found = new LineLookup(directory)
                    .bySequence(sequence.value())
                    .orElseThrow(() -> Messages.damaged(
                            directory, new Place(end.get().segment().name(), 0, 0), sequence.value(), "no such line"));
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
        LineVerdict verdict = new LineDecoder(payloads).decodeOwned(found.line());
        if (verdict instanceof LineVerdict.WellFormed sound && sound.event().sequenceValue() == sequence.value()) {
            return Optional.of(sound.event());
        }
        Place place = new Place(found.segment().name(), found.offset(), 0);
        throw Messages.damaged(directory, place, sequence.value(), Messages.described(verdict));
    }

    @Override
    public boolean isPoisoned() {
        requireOpen();
        return poison.isPresent();
    }

    @Override
    public synchronized ChainHead append(List<SealedEvent> batch) {
        requireOpen();
        refuseIfPoisoned();
        int bytes = BatchCheck.requireNext(tip.end().map(LogEnd::head), batch);
        requireStillOurs(batch);
        NewestSegment segment = segmentFor(batch.get(0), bytes);
        gather(batch, bytes);
        write(segment, bytes, batch.get(0));
        force(segment, bytes); // Commit point. The batch happened, and memory follows.
        SealedEvent last = batch.get(batch.size() - 1);
        Optional<LedgerId> ledger = tip.ledgerId();
        tip = new Tip(
                Optional.of(new LogEnd(last.asHead(), segment.segment(), segment.bytes())),
                ledger.isPresent()
                        ? ledger
                        : Optional.of(new LedgerId(batch.get(0).previousHash())));
        return last.asHead();
    }

    @Override
    public synchronized void close(StoreLeft store) {
        if (closed) {
            return;
        }
        closed = true;
        Optional<WriterRecord.Closed> cleanly = poison.isPresent()
                ? Optional.empty()
                : Optional.of(WriterRecord.Closed.at(
                        tip.end().map(LogEnd::head),
                        newest.map(NewestSegment::segment),
                        newest.map(NewestSegment::bytes).orElse(0L)));
        try (HeldLog letGo = held) {
            newest.ifPresent(JsonlLog::closeForced);
            letGo.leave(cleanly, store == StoreLeft.CLOSED_PROPERLY);
        } catch (IOException failed) {
            throw new LogUnavailableException(
                    "the log " + directory.path() + " was closed, but how it was left could not be recorded in "
                            + directory.writer() + ": " + Messages.reason(failed)
                            + ". Every event is durable. Next: nothing; the next opening looks closer",
                    failed);
        }
    }

    private NewestSegment segmentFor(SealedEvent first, int bytes) {
        if (newest.isPresent()) {
            long length = newest.get().bytes();
            if (length == 0 || length + bytes <= segmentBytesMax) {
                return newest.get();
            }
        }
        NewestSegment rolled = roll(Segment.beginningAt(first.sequenceValue()), first);
        newest.ifPresent(JsonlLog::closeForced);
        newest = Optional.of(rolled);
        return rolled;
    }

    private NewestSegment roll(Segment next, SealedEvent first) {
        NewestSegment made;
        try {
            var found = directory.files().state(directory.file(next));
            if (found.isPresent() && found.get().size() > 0) {
                throw poisonedAsReplaced("segment " + next + " is there already", first);
            }
            // An empty one was left by a roll that failed before anything was written to it.
            made = found.isPresent() ? NewestSegment.open(directory, next) : NewestSegment.create(directory, next);
        } catch (IOException failed) {
            throw notWritten("segment " + next + " could not be made: " + Messages.reason(failed), first, failed);
        }
        boolean durable = false;
        try {
            directory.files().forceDirectory(directory.path());
            durable = true;
            return made;
        } catch (IOException failed) {
            poison = Optional.of("forcing the directory of segment " + next + " failed: " + Messages.reason(failed));
            throw notWritten(poison.get(), first, failed);
        } finally {
            if (!durable) {
                poison = poison.isPresent() ? poison : Optional.of("making segment " + next + " was cut short");
                closeForced(made);
            }
        }
    }

    private void gather(List<SealedEvent> batch, int bytes) {
        if (lines.length < bytes) {
            lines = new byte[Math.max(bytes, lines.length * 2)];
        }
        int at = 0;
        for (SealedEvent event : batch) {
            event.copyLineTo(lines, at);
            at += event.lineLength();
        }
    }

    private void write(NewestSegment segment, int bytes, SealedEvent first) {
        boolean answered = false;
        try {
            segment.write(lines, bytes);
            answered = true;
        } catch (IOException failed) {
            cutBack(segment, failed);
            answered = true;
            throw notWritten(Messages.reason(failed), first, failed);
        } finally {
            poisonUnless(answered, "a write was cut short");
        }
    }

    private void cutBack(NewestSegment segment, IOException cause) {
        try {
            segment.cutBack();
        } catch (IOException failed) {
            poison = Optional.of("writing failed (" + Messages.reason(cause) + "), and cutting back to byte "
                    + segment.bytes() + " of segment " + segment.segment() + " failed too: " + Messages.reason(failed));
            LogOutcomeUnknownException unknown = outcomeUnknown(cause);
            unknown.addSuppressed(failed);
            throw unknown;
        }
    }

    private void force(NewestSegment segment, int bytes) {
        boolean answered = false;
        try {
            segment.force(bytes);
            answered = true;
        } catch (IOException failed) {
            poison = Optional.of("forcing segment " + segment.segment() + " failed: " + Messages.reason(failed));
            throw outcomeUnknown(failed);
        } finally {
            poisonUnless(answered, "a force was cut short");
        }
    }

    private void poisonUnless(boolean answered, String why) {
        if (!answered && poison.isEmpty()) {
            poison = Optional.of(why);
        }
    }

    private void requireStillOurs(List<SealedEvent> batch) {
        try {
            Optional<String> wrong = held.whatIsWrong();
            if (wrong.isEmpty() && newest.isPresent()) {
                wrong = newest.get().whatIsWrong();
            }
            if (wrong.isPresent()) {
                throw poisonedAsReplaced(wrong.get(), batch.get(0));
            }
        } catch (IOException failed) {
            throw notWritten("the log could not be looked at: " + Messages.reason(failed), batch.get(0), failed);
        }
    }

    private LogReplacedException poisonedAsReplaced(String wrong, SealedEvent first) {
        String message = "what lies at " + directory.path() + " is no longer the log that was opened: " + wrong
                + ". Nothing was written from sequence " + first.sequenceValue()
                + " on, and nothing will be. Next: put the log back, then open it again";
        replaced = Optional.of(message);
        poison = Optional.of("it was replaced");
        return new LogReplacedException(message);
    }

    private LogNotWrittenException notWritten(String reason, SealedEvent first, IOException cause) {
        return new LogNotWrittenException(
                "the batch at sequence " + first.sequenceValue() + " was not written to the log " + directory.path()
                        + ": " + reason + ". The log ends where it did. " + nextStep(),
                cause);
    }

    private String nextStep() {
        return poison.isPresent()
                ? "Next: close it and open it again"
                : "Next: see that there is room and that the medium is sound, then append again";
    }

    private LogOutcomeUnknownException outcomeUnknown(IOException cause) {
        return new LogOutcomeUnknownException(
                "whether the batch behind "
                        + tip.end()
                                .map(end -> "sequence " + end.head().sequence())
                                .orElse("the log's beginning")
                        + " is durable in the log " + directory.path() + " is not known: " + poison.orElse("")
                        + ". Nothing more will be written. Next: close it and open it again to find out",
                cause);
    }

    private void refuseIfPoisoned() {
        if (replaced.isPresent()) {
            throw new LogReplacedException(replaced.get());
        }
        if (poison.isPresent()) {
            throw new LogNotWrittenException("the log " + directory.path() + " is poisoned, because " + poison.get()
                    + ". Nothing was written. Next: close it and open it again");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the log " + directory.path() + " is closed");
        }
    }

    /** A failure to close changes nothing: all that the file holds was forced, or was never asked for. */
    private static void closeForced(NewestSegment segment) {
        try {
            segment.close();
        } catch (IOException nothingIsLost) {
            return;
        }
    }
}
