package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpeningReport;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Opens a log in memory for writing, while the lock is held: judge all, change nothing; then cut, rewrite, record.
 *
 * <p>A refusal is thrown as {@link Refused} out of the judging half, so that nothing behind it can run.
 */
final class TwinLogOpening {
    private final TwinLogDisk disk;
    private final CrashingFiles files;
    private final Closeable lock;

    TwinLogOpening(TwinLogDisk disk, CrashingFiles files, Closeable lock) {
        this.disk = disk;
        this.files = files;
        this.lock = lock;
    }

    LogOpening open(StoreMemory memory, TornTail tornTail) throws IOException {
        boolean recorded = files.state(TwinLogDisk.WRITER).isPresent();
        WriterRecord record = WriterRecord.parse(TwinFiles.read(files, TwinLogDisk.WRITER));
        TwinLogImage image = new TwinLogImage(TwinFiles.read(files, TwinLogDisk.SEGMENT));
        TwinLogWalk walk;
        try {
            requireOnlyOurs();
            requireLedger(image, memory);
            walk = walk(image, memory);
            requireAgreement(walk, memory);
            requireSoundOrTorn(walk, memory, record, tornTail, image);
        } catch (Refused refused) {
            return new LogOpening.LogRefused(refused.reason);
        }
        return take(image, walk, record, recorded);
    }

    private void requireOnlyOurs() throws IOException {
        List<String> foreign = files.list(TwinLogDisk.LOG).stream()
                .filter(TwinLogDisk::isForeign)
                .toList();
        if (!foreign.isEmpty()) {
            throw new Refused(new LogRefusal.ForeignFiles(
                    foreign, message("the log in memory holds foreign files: " + foreign, "move them elsewhere")));
        }
    }

    private void requireLedger(TwinLogImage image, StoreMemory memory) {
        Optional<LedgerId> ours = image.ledgerId();
        if (ours.isPresent() && memory.ledgerId().isPresent() && !ours.equals(memory.ledgerId())) {
            throw new Refused(new LogRefusal.OtherLedger(
                    ours.get(),
                    memory.ledgerId().get(),
                    message(
                            "the log belongs to ledger " + ours.get() + " and the store to "
                                    + memory.ledgerId().get(),
                            "bring together what belongs together")));
        }
    }

    /** Begins behind the stored position, if what ends there is what the store remembers; a position is a hint. */
    private TwinLogWalk walk(TwinLogImage image, StoreMemory memory) {
        if (memory.position().isEmpty()) {
            return TwinLogWalk.run(image, 0, Optional.empty(), memory);
        }
        StoredPosition position = memory.position().get();
        ChainHead wanted = position.event();
        OptionalInt line = hinted(image, position);
        if (line.isEmpty()) {
            line = image.lineOf(wanted.sequence().value());
        }
        if (line.isEmpty()) {
            return TwinLogWalk.run(image, 0, Optional.empty(), memory);
        }
        LineVerdict verdict = image.verdict(line.getAsInt());
        if (verdict instanceof LineVerdict.WellFormed sound) {
            if (!sound.event().asHead().equals(wanted)) {
                throw forked(sound.event().asHead(), wanted);
            }
            return TwinLogWalk.run(image, line.getAsInt() + 1, Optional.of(sound.event()), memory);
        }
        return TwinLogWalk.run(image, line.getAsInt(), Optional.empty(), memory);
    }

    private static OptionalInt hinted(TwinLogImage image, StoredPosition position) {
        String text = position.position().text();
        int colon = text.lastIndexOf(':');
        String offset = text.substring(colon + 1);
        if (!offset.matches("[0-9]{1,18}")) {
            return OptionalInt.empty();
        }
        OptionalInt line = image.lineEndingAt(Long.parseLong(offset));
        boolean found = line.isPresent()
                && image.event(line.getAsInt())
                        .map(event -> event.asHead().equals(position.event()))
                        .orElse(false);
        return found ? line : OptionalInt.empty();
    }

    private static void requireAgreement(TwinLogWalk walk, StoreMemory memory) {
        if (walk.otherThanStore().isPresent()) {
            throw forked(walk.otherThanStore().get(), memory.head().orElseThrow());
        }
        boolean storeIsAhead = memory.head()
                .map(head -> head.sequence().value() > walk.wholeThrough())
                .orElse(false);
        if (storeIsAhead && walk.isCutShort()) {
            Optional<ChainHead> logHead = walk.lastWhole().map(SealedEvent::asHead);
            throw new Refused(new LogRefusal.BehindStore(
                    logHead,
                    memory.head().get(),
                    message(
                            "the log ends at " + walk.wholeThrough() + " and the store has events through "
                                    + memory.head().get().sequence(),
                            "restore the log from the store or from a copy")));
        }
    }

    private static void requireSoundOrTorn(
            TwinLogWalk walk, StoreMemory memory, WriterRecord record, TornTail tornTail, TwinLogImage image) {
        if (walk.tailLength() == 0) {
            return;
        }
        if (walk.endsAtAnnouncedVersion()) {
            throw new Refused(new LogRefusal.UnknownVersion(message(
                    "the log holds a line of a version that this program does not know", "use a newer program")));
        }
        boolean wasForced = walk.hasLaterBatch()
                || TwinLogImage.isLongerThanABatch(walk.tailLength())
                || record.closedAt().map(closed -> closed > walk.wholeThrough()).orElse(false);
        boolean storeContradicts = memory.present()
                && (memory.head()
                                .map(head -> head.sequence().value() > walk.wholeThrough())
                                .orElse(false)
                        || walk.wholeThrough() == 0 && memory.ledgerId().isPresent());
        if (wasForced || storeContradicts) {
            throw new Refused(new LogRefusal.Damaged(
                    List.of(walk.finding()),
                    1,
                    message(
                            "the log in memory is damaged: " + walk.finding(),
                            "verify, and restore the log from a copy")));
        }
        if (!memory.present() && tornTail == TornTail.CUT_IF_STORE_VOUCHES) {
            Place place = image.place(walk.wholeLines());
            throw new Refused(new LogRefusal.TornTailUnvouched(
                    place,
                    walk.tailLength(),
                    message(
                            "the log ends in a torn tail of " + walk.tailLength() + " bytes at " + place
                                    + " and there is no store that vouches for it",
                            "recover with --cut-torn-tail")));
        }
    }

    private LogOpening take(TwinLogImage image, TwinLogWalk walk, WriterRecord record, boolean recorded)
            throws IOException {
        Optional<LogOpeningReport.TornTailCut> cut = Optional.empty();
        if (walk.tailLength() > 0) {
            cut = Optional.of(cutTail(image, walk));
        }
        DurableFile segment = files.state(TwinLogDisk.SEGMENT).isPresent()
                ? files.open(TwinLogDisk.SEGMENT)
                : files.create(TwinLogDisk.SEGMENT);
        Optional<BatchRange> rewritten = Optional.empty();
        if (!record.isClean() || cut.isPresent()) {
            rewritten = rewriteLastBatch(segment, image, walk);
        }
        WriterRecord held = record.withStoreClosed(false).heldBy(new LogLeft.Holder(disk.process(), "0"));
        TwinFiles.replace(
                files, TwinLogDisk.WRITER, held.toBytes()); // Commit point of opening: the log is ours on disk.
        TwinLogImage whole = new TwinLogImage(image.range(0, walk.tailStart()));
        Optional<ChainHead> head = walk.lastWhole().map(SealedEvent::asHead);
        LogOpeningReport report = new LogOpeningReport(
                head, record.asLeft(recorded, Optional.empty()), cut, rewritten, walk.eventsRead());
        return new LogOpening.LogOpened(new TwinLog(files, lock, segment, whole, head, held), report);
    }

    private LogOpeningReport.TornTailCut cutTail(TwinLogImage image, TwinLogWalk walk) throws IOException {
        files.createDirectories(TwinLogDisk.QUARANTINE);
        byte[] torn = image.range(walk.tailStart(), image.length());
        String name = quarantineName(walk.tailStart(), torn);
        TwinFiles.replace(files, TwinLogDisk.QUARANTINE.resolve(name), torn);
        try (DurableFile segment = files.open(TwinLogDisk.SEGMENT)) {
            segment.truncate(walk.tailStart());
            segment.force();
        }
        return new LogOpeningReport.TornTailCut(image.place(walk.wholeLines()), walk.tailLength(), name);
    }

    /** The name of the copy with these bytes, or one that no copy has: a repeat is the same file, and nothing is overwritten. */
    private String quarantineName(int offset, byte[] torn) throws IOException {
        String beginning = TwinLogDisk.SEGMENT_NAME.replace(".jsonl", "") + "." + offset + ".";
        List<String> taken = files.list(TwinLogDisk.QUARANTINE);
        int number = 1;
        while (taken.contains(beginning + number)
                && !Arrays.equals(TwinFiles.read(files, TwinLogDisk.QUARANTINE.resolve(beginning + number)), torn)) {
            number++;
        }
        return beginning + number;
    }

    /** After a failed force the cache lies: a line that can be read is durable only once it was written and forced again. */
    private Optional<BatchRange> rewriteLastBatch(DurableFile segment, TwinLogImage image, TwinLogWalk walk)
            throws IOException {
        Optional<BatchRange> batch = walk.lastWhole().map(SealedEvent::batch);
        if (batch.isPresent()) {
            int first = walk.wholeLines() - Math.toIntExact(batch.get().count());
            byte[] bytes = image.range(image.start(first), walk.tailStart());
            segment.write(ByteBuffer.wrap(bytes), image.start(first));
        }
        segment.force();
        files.forceDirectory(TwinLogDisk.LOG);
        return batch;
    }

    private static Refused forked(ChainHead log, ChainHead store) {
        return new Refused(new LogRefusal.Forked(
                store.sequence(),
                log.hash(),
                store.hash(),
                message(
                        "log and store have different events at sequence " + store.sequence(),
                        "find out which history is the right one")));
    }

    private static String message(String what, String next) {
        return what + ". Nothing was changed. Next: " + next;
    }

    /** Leaves the judging half. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient LogRefusal reason;

        Refused(LogRefusal reason) {
            super(reason.toString(), null, false, false);
            this.reason = reason;
        }
    }
}
