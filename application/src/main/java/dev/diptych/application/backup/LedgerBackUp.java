package dev.diptych.application.backup;

import dev.diptych.application.CopyParts;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpAnswer.Reason;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpManifest.FileEntry;
import dev.diptych.ports.driving.BackUpReport;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Backs a ledger up while it is used. The order is what makes both copies one:
 *
 * <pre>
 * 1 store      copied in the state of one transaction; its newest event is the sequence of the backup
 * 2 log        copied through that event, which it has, because the log is always first; its chain followed on the way
 * 3 verified   in full, as a ledger of its own
 * 4 manifest   written last: a directory without one is no backup
 * </pre>
 *
 * <p>A store can be caught between a bound transaction's COMMIT and the row of its outcome. It is then copied again, a few
 * times; a backup that ends there all the same is sound, since the rows are in it and whoever opens it settles them.
 */
public final class LedgerBackUp implements BackUpLedger {
    private static final int TRIES_FOR_A_DECIDED_END = 5;

    private final MirrorParts parts;

    public LedgerBackUp(MirrorParts parts) {
        this.parts = parts;
    }

    @Override
    public BackUpAnswer backUp(Path target, Progress progress) {
        boolean isBegun = false;
        try {
            CopyParts copies = parts.copies()
                    .orElseThrow(() -> refused(
                            Reason.UNAVAILABLE,
                            "a ledger with a store of this adapter cannot be backed up: the adapter brings nothing that"
                                    + " copies it. Nothing was changed. Next: back the store up with its own means"));
            BackUpDirectory directory = new BackUpDirectory(copies.files(), target);
            requireLedger();
            requireFree(directory, copies);
            isBegun = true;
            directory.make();
            return new BackUpAnswer.BackedUp(copy(copies, directory, progress));
        } catch (NotBackedUpException refused) {
            return notBackedUp(refused.reason(), refused, isBegun ? target : null);
        } catch (UnknownStoreVersionException newer) {
            return notBackedUp(Reason.UNKNOWN_VERSION, newer, isBegun ? target : null);
        } catch (DamagedCopyException damaged) {
            return notBackedUp(Reason.DAMAGED, damaged, isBegun ? target : null);
        } catch (PortException failed) {
            return notBackedUp(Reason.UNAVAILABLE, failed, isBegun ? target : null);
        } catch (IOException failed) {
            return notBackedUp(
                    Reason.UNAVAILABLE,
                    refused(
                            Reason.UNAVAILABLE,
                            "the backup at " + target + " cannot be written: " + failed
                                    + ". The ledger was not changed. Next: make room, or name another directory"),
                    isBegun ? target : null);
        }
    }

    private void requireLedger() {
        boolean hasLog = parts.log().presence() != LogProvider.LogPresence.ABSENT;
        boolean hasStore = parts.store().presence().exists();
        if (!hasLog || !hasStore) {
            throw refused(
                    Reason.COPY_MISSING,
                    (hasLog ? "the store is" : hasStore ? "the log is" : "both copies are")
                            + " missing, and a backup is of both. Nothing was changed. Next: "
                            + (hasLog
                                    ? "diptych replay, which makes a store from the log"
                                    : "see that the directory is the right one"));
        }
    }

    private static void requireFree(BackUpDirectory target, CopyParts copies) throws IOException {
        copies.places().ifPresent(places -> {
            if (target.path().startsWith(places.log())
                    || target.path().equals(places.log().getParent())) {
                throw refused(
                        Reason.TARGET_UNFIT,
                        "the ledger itself is at " + target.path()
                                + ", so nothing is backed up to there. Nothing was changed. Next: name another directory");
            }
        });
        Optional<FileState> found = target.state();
        if (found.isEmpty()) {
            return;
        }
        if (found.get().kind() != FileState.Kind.DIRECTORY) {
            throw refused(
                    Reason.TARGET_UNFIT,
                    target.path() + " is no directory. It was left as it is. Next: name another directory");
        }
        if (!target.names().isEmpty()) {
            throw refused(
                    Reason.TARGET_UNFIT,
                    target.path() + " is not empty: it holds "
                            + (target.hasManifest()
                                    ? "a backup"
                                    : target.names().contains(LogCopies.DIRECTORY_NAME)
                                                    || target.names().contains("store.db")
                                            ? "what a backup that was not finished left, for it has no "
                                                    + BackUpManifest.FILE_NAME
                                            : "other things")
                            + ". It was left as it is. Next: name a directory that is not there yet, or remove this one"
                            + " if nobody needs it");
        }
    }

    private BackUpReport copy(CopyParts copies, BackUpDirectory target, Progress progress) throws IOException {
        Copied store = copyStore(copies, target);
        try (LogReader reader = parts.log().openForReading();
                LogCopies.Copy log = copies.logs().begin(target.path())) {
            new LogCopying(store.head(), progress).copy(reader, log);
            log.force();
        }
        VerifyReport verification = verified(copies, target, store, progress);
        List<FileEntry> files = target.measure();
        requireNothingElse(target, files);
        BackUpManifest manifest = new BackUpManifest(
                store.identity(),
                store.head().sequence().isNone() ? Optional.empty() : Optional.of(store.head()),
                parts.clock().instant(),
                files);
        target.seal(manifest); // Commit point. Before it there is a directory, and no backup.
        List<String> notChecked = new ArrayList<>(verification.notChecked());
        notChecked.add("tables_of_others");
        return new BackUpReport(target.path(), manifest, store.undecided(), verification, notChecked);
    }

    private static Copied copyStore(CopyParts copies, BackUpDirectory target) {
        Copied copied = null;
        for (int tries = 0; tries < TRIES_FOR_A_DECIDED_END && (copied == null || copied.undecided()); tries++) {
            copies.stores().copyTo(target.path());
            try (StoreReader reader = copies.stores().in(target.path()).openForReading()) {
                copied = Copied.of(reader);
            }
        }
        return copied;
    }

    private VerifyReport verified(CopyParts copies, BackUpDirectory target, Copied store, Progress progress) {
        VerifyReport report = new ParityVerifier(
                        copies.logs().in(target.path()),
                        copies.stores().in(target.path()),
                        parts.reading(),
                        parts.spools(),
                        parts.keys(),
                        parts.signatures())
                .verify(VerifyRequest.full().tellingProgressTo(progress));
        if (!report.isClean() && !(store.undecided() && isOnlyUndecided(report))) {
            throw new NotBackedUpException(
                    report.log() == LogVerdict.INTACT ? Reason.NOT_IN_PARITY : Reason.DAMAGED,
                    report.findings(),
                    "what was copied is not in parity, or its log is not intact"
                            + report.findings().stream()
                                    .findFirst()
                                    .map(first -> ": " + first)
                                    .orElse("")
                            + ". The ledger was not changed. Next: diptych verify, which lists all findings of the ledger");
        }
        return report;
    }

    /** Whether a verification found nothing but what the next opening settles. */
    static boolean isOnlyUndecided(VerifyReport report) {
        return report.log() == LogVerdict.INTACT
                && report.findingsTotal() == report.findings().size()
                && report.findings().stream().allMatch(finding -> finding.kind() == FindingKind.UNDECIDED);
    }

    private static void requireNothingElse(BackUpDirectory target, List<FileEntry> files) throws IOException {
        List<String> expected = files.stream().map(FileEntry::name).toList();
        List<String> found = target.namesOfFiles();
        if (!found.equals(expected)) {
            throw refused(
                    Reason.UNAVAILABLE,
                    "expected " + expected + " in " + target.path() + ", found " + found
                            + ". The ledger was not changed. Next: see that nobody else uses that directory");
        }
    }

    private static NotBackedUpException refused(Reason reason, String message) {
        return new NotBackedUpException(reason, List.of(), message);
    }

    /**
     * @param left where the attempt was begun; null if nothing was made
     */
    private static BackUpAnswer notBackedUp(Reason reason, RuntimeException why, Path left) {
        String message = String.valueOf(why.getMessage())
                + (left == null
                        ? ""
                        : ". What was copied so far is in " + left + ", without a " + BackUpManifest.FILE_NAME
                                + ": it is no backup, and to be removed");
        return new BackUpAnswer.NotBackedUp(
                reason, why instanceof NotBackedUpException refused ? refused.findings() : List.of(), message);
    }

    /**
     * The copy of a store.
     *
     * @param head its newest event; sequence 0 if it has none
     * @param undecided whether its newest event is bound, so that nothing tells yet how its transaction ended
     */
    private record Copied(StoreIdentity identity, ChainHead head, boolean undecided) {
        private static final ChainHead NOTHING = new ChainHead(Sequence.NONE, EventHash.of(new byte[EventHash.BYTES]));

        static Copied of(StoreReader reader) {
            ChainHead head = reader.head().orElse(NOTHING);
            boolean bound = !head.sequence().isNone()
                    && reader.find(head.sequence()).map(SealedEvent::isBound).orElse(false);
            return new Copied(reader.identity(), head, bound);
        }
    }
}
