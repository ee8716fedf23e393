package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.LastBatch;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.event.PayloadSyntax;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpeningReport;
import dev.diptych.ports.driven.LogOpeningReport.TornTailCut;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes a log for writing. The order is what makes it safe:
 *
 * <pre>
 * 1 lock        nobody else writes from here on
 * 2 memory      what the store knows, asked while nobody can add to it
 * 3 survey      reads, and refuses: so far nothing was changed
 * 4 announce    {@code writer} says open: whatever happens now, the next opening trusts nothing
 * 5 quarantine  the torn tail is copied, durably, before
 * 6 cut         it is cut, durably
 * 7 rewrite     the last batch's own bytes are written again and forced, and the directories: a crash may have left lines
 *               and names that can be read and are not on the medium, and no force of a clean page would put them there
 * </pre>
 *
 * <p>A crash between any two of these leaves a log that the same steps mend. Step 7 is left out where the last writer closed
 * cleanly and the log still is, to the byte, as it was left.
 */
final class LogOpener {
    private final LogDirectory directory;
    private final PayloadSyntax payloads;
    private final Processes processes;
    private final long segmentBytesMax;
    private final Refusals refusals;

    LogOpener(LogDirectory directory, PayloadSyntax payloads, Processes processes, long segmentBytesMax) {
        this.directory = directory;
        this.payloads = payloads;
        this.processes = processes;
        this.segmentBytesMax = segmentBytesMax;
        this.refusals = new Refusals(directory);
    }

    LogOpening open(Supplier<StoreMemory> memory, TornTail tornTail) {
        directory.exists();
        HeldLog held = null;
        LogOpening opening = null;
        try {
            makeParent();
            Optional<HeldLog> taken = HeldLog.take(directory, processes.self());
            if (taken.isEmpty()) {
                return new LogOpening.LogRefused(refusals.locked(new WriterFile(directory).read()));
            }
            held = taken.get();
            opening = openHeld(held, memory.get(), tornTail);
            return opening;
        } catch (IOException failed) {
            throw unavailable(failed);
        } finally {
            if (held != null && !(opening instanceof LogOpening.LogOpened)) {
                letGo(held);
            }
        }
    }

    /** The ledger's own directory may be a link to one elsewhere; what lies in it may not. */
    private void makeParent() throws IOException {
        boolean link = directory
                .files()
                .state(directory.parent())
                .filter(found -> found.kind() == FileState.Kind.LINK)
                .isPresent();
        if (!link) {
            directory.files().createDirectories(directory.parent());
        }
    }

    private LogOpening openHeld(HeldLog held, StoreMemory memory, TornTail tornTail) throws IOException {
        Optional<WriterRecord> writer = new WriterFile(directory).read();
        LogDirectory.Listing listing = directory.list();
        if (!listing.foreign().isEmpty()) {
            return new LogOpening.LogRefused(refusals.foreign(listing.foreign()));
        }
        WriterRecord record = writer.orElse(WriterRecord.NONE);
        LogSurvey.Surveyed surveyed = new LogSurvey(directory, payloads, memory, record.closed(), tornTail).survey();
        if (surveyed.refusal().isPresent()) {
            return new LogOpening.LogRefused(surveyed.refusal().get());
        }
        LogSurvey.Sound sound = surveyed.sound().orElseThrow();
        directory.files().createDirectories(directory.path());
        held.announce(record.closed());
        Optional<NewestSegment> newest = openNewest(listing);
        boolean trusted = false;
        try {
            Optional<TornTailCut> cut = cut(sound.torn(), newest);
            Optional<BatchRange> rewritten =
                    isAsLeft(record, sound, newest) ? Optional.empty() : rewrite(sound, newest);
            // From here on what was read is durable.
            trusted = true;
            LogOpeningReport report = new LogOpeningReport(
                    sound.end().map(LogEnd::head),
                    WriterFile.told(writer, Optional.empty()),
                    cut,
                    rewritten,
                    sound.eventsRead());
            JsonlLog log = new JsonlLog(
                    directory,
                    payloads,
                    segmentBytesMax,
                    held,
                    newest,
                    new JsonlLog.Tip(sound.end(), sound.ledgerId()));
            return new LogOpening.LogOpened(log, report);
        } finally {
            if (!trusted && newest.isPresent()) {
                newest.get().close();
            }
        }
    }

    private Optional<NewestSegment> openNewest(LogDirectory.Listing listing) throws IOException {
        Optional<Segment> segment = listing.newest();
        return segment.isEmpty() ? Optional.empty() : Optional.of(NewestSegment.open(directory, segment.get()));
    }

    private Optional<TornTailCut> cut(Optional<WalkEnd.Torn> torn, Optional<NewestSegment> newest) throws IOException {
        if (torn.isEmpty()) {
            return Optional.empty();
        }
        WalkEnd.Torn tail = torn.get();
        NewestSegment segment = newest.orElseThrow();
        String copy = new Quarantine(directory).keep(segment.segment(), tail.from(), (int) tail.bytes());
        segment.cutTo(tail.from().offset());
        return Optional.of(new TornTailCut(tail.from(), tail.bytes(), copy));
    }

    /** Whether the last writer closed cleanly and nothing has changed since; bytes that were cut off count as a change. */
    private static boolean isAsLeft(WriterRecord record, LogSurvey.Sound sound, Optional<NewestSegment> newest) {
        Optional<WriterRecord.Closed> found = Optional.of(WriterRecord.Closed.at(
                sound.end().map(LogEnd::head),
                newest.map(NewestSegment::segment),
                newest.map(NewestSegment::bytes).orElse(0L)));
        return record.open().isEmpty()
                && sound.torn().isEmpty()
                && record.closed().equals(found);
    }

    /** An empty newest segment has nothing to write again: the one before it was forced before this one was made. */
    private Optional<BatchRange> rewrite(LogSurvey.Sound sound, Optional<NewestSegment> newest) throws IOException {
        Optional<BatchRange> rewritten = Optional.empty();
        if (newest.isPresent()) {
            Optional<LastBatch> batch = sound.lastBatch()
                    .filter(last -> last.begins()
                            .segment()
                            .equals(newest.get().segment().name()));
            long from = batch.map(last -> last.begins().offset()).orElse(0L);
            newest.get().writeAgain(from, batch.map(LastBatch::endOffset).orElse(from));
            rewritten = batch.map(LastBatch::range);
        }
        directory.files().forceDirectory(directory.path());
        forceOwnName();
        return rewritten;
    }

    /**
     * A process that was killed between making the ledger's directory and forcing its name leaves one that can be seen and
     * is not durable. Whoever may not read the directory above did not make anything in it.
     */
    private void forceOwnName() throws IOException {
        Path above = directory.parent().getParent();
        if (above != null) {
            try {
                directory.files().forceDirectory(above);
            } catch (AccessDeniedException notOurs) {
                return;
            }
        }
    }

    private LogUnavailableException unavailable(IOException failed) {
        return new LogUnavailableException(
                "the log " + directory.path() + " could not be taken for writing: " + Messages.reason(failed)
                        + ". No event was lost, and nothing was cut without a copy in " + directory.quarantine()
                        + ". Next: see that there is room and that this user may write there, then open it again",
                failed);
    }

    private static void letGo(HeldLog held) {
        try {
            held.close();
        } catch (IOException lockIsGoneAnyway) {
            return;
        }
    }
}
