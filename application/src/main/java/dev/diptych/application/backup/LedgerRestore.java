package dev.diptych.application.backup;

import dev.diptych.application.CopyParts;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import dev.diptych.ports.driving.RestoreAnswer;
import dev.diptych.ports.driving.RestoreAnswer.Reason;
import dev.diptych.ports.driving.RestoreLedger;
import dev.diptych.ports.driving.RestoreReport;
import dev.diptych.ports.driving.RestoreRequest;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Restores: looks at the backup first, then takes the lock, then looks at the ledger, and only then copies and swaps. Whatever is
 * refused is refused before anything is changed.
 */
public final class LedgerRestore implements RestoreLedger {
    private final MirrorParts parts;

    public LedgerRestore(MirrorParts parts) {
        this.parts = parts;
    }

    @Override
    public RestoreAnswer restore(RestoreRequest request) {
        try {
            CopyParts copies = parts.copies().orElseThrow(LedgerRestore::notOfFiles);
            CopyParts.Places places = copies.places().orElseThrow(LedgerRestore::notOfFiles);
            BackUpDirectory directory = new BackUpDirectory(copies.files(), request.backup());
            SoundBackUp backup = SoundBackUp.check(parts, copies, directory, request.progress());
            copies.files().createDirectories(places.log().getParent());
            Optional<Closeable> lock = copies.files().tryLock(places.log().resolveSibling("lock"));
            if (lock.isEmpty()) {
                throw new NotRestoredException(
                        Reason.LEDGER_LOCKED,
                        "the ledger is held by a writer, and cannot be replaced under it. Nothing was changed. Next: end the"
                                + " writer (diptych status says who it is), then restore");
            }
            Closeable held = lock.get();
            try (held) {
                return new RestoreAnswer.Restored(restoreHeld(request, copies, places, backup));
            }
        } catch (NotRestoredException refused) {
            return refused.answer();
        } catch (UnknownStoreVersionException newer) {
            return new RestoreAnswer.NotRestored(Reason.UNKNOWN_VERSION, List.of(), String.valueOf(newer.getMessage()));
        } catch (PortException failed) {
            return new RestoreAnswer.NotRestored(Reason.UNAVAILABLE, List.of(), String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            return new RestoreAnswer.NotRestored(
                    Reason.UNAVAILABLE,
                    List.of(),
                    "restoring failed: " + failed
                            + ". The ledger is as it was, or a mark keeps writers away from it until the"
                            + " same restore is run again. Next: make room or see to the medium, then run the same restore"
                            + " again");
        }
    }

    private static NotRestoredException notOfFiles() {
        return new NotRestoredException(
                Reason.UNAVAILABLE,
                "a ledger with a copy of this adapter cannot be restored: it is not kept in files that can be renamed. Nothing"
                        + " was changed. Next: restore the backup into a directory of its own");
    }

    private RestoreReport restoreHeld(
            RestoreRequest request, CopyParts copies, CopyParts.Places places, SoundBackUp backup) throws IOException {
        PlaceSwap swap = new PlaceSwap(copies.files(), places, parts.hold());
        Optional<PlaceSwap.Begun> begun = swap.begun();
        if (begun.isPresent()) {
            requireSame(begun.get(), request, backup);
            return report(request, backup, OptionalLong.empty(), swap.finish(begun.get()), true, swap);
        }
        OptionalLong lost = judged(request, copies, backup);
        swap.prepare(backup, request.parts());
        PlaceSwap.Begun committed = swap.commit(backup, request.parts()); // Commit point.
        return report(request, backup, lost, swap.finish(committed), false, swap);
    }

    private static void requireSame(PlaceSwap.Begun begun, RestoreRequest request, SoundBackUp backup) {
        if (!begun.backup().equals(backup.id()) || begun.parts() != request.parts()) {
            throw new NotRestoredException(
                    Reason.OTHER_RESTORE_BEGUN,
                    "another restore was begun here and not finished: of " + begun.parts()
                            + ", from the backup whose manifest has the SHA-256 " + begun.backup()
                            + ". Nothing was changed. Next: run that one again, which finishes it");
        }
    }

    private OptionalLong judged(RestoreRequest request, CopyParts copies, SoundBackUp backup) {
        LedgerPast past = new LedgerPast(parts, copies, backup);
        OptionalLong behind = past.behindBackUp();
        if (request.parts() == RestoreRequest.Parts.STORE) {
            past.requireLogLeadsOn();
            return OptionalLong.of(0);
        }
        if (behind.isEmpty() || behind.getAsLong() > 0) {
            past.tellLost(request.lost());
        }
        if (!LedgerPast.allows(request.consent(), behind)) {
            throw wouldLose(behind, backup);
        }
        return behind;
    }

    private static NotRestoredException wouldLose(OptionalLong behind, SoundBackUp backup) {
        long through =
                backup.manifest().head().map(head -> head.sequence().value()).orElse(0L);
        if (behind.isEmpty()) {
            return new NotRestoredException(
                    Reason.WOULD_LOSE_EVENTS,
                    "a copy of the ledger cannot be read, so it cannot be told how many events behind sequence "
                            + through
                            + ", the backup's newest, would be lost. Nothing was changed. Next: keep the ledger's files, and"
                            + " allow it with --lose-events unknown");
        }
        return new NotRestoredException(
                Reason.WOULD_LOSE_EVENTS,
                "the ledger has " + behind.getAsLong() + " acknowledged events that the backup lacks, sequences "
                        + (through + 1) + " through " + (through + behind.getAsLong())
                        + ", and they would be lost. Nothing was changed. Next: restore the store alone, with --store-only,"
                        + " which loses none; or allow it with --lose-events " + behind.getAsLong()
                        + ", and keep them with --lost FILE");
    }

    /** Writers are let in again only here, behind everything. */
    private RestoreReport report(
            RestoreRequest request,
            SoundBackUp backup,
            OptionalLong lost,
            List<String> aside,
            boolean resumed,
            PlaceSwap swap) {
        swap.release();
        VerifyReport verification = new ParityVerifier(
                        parts.log(), parts.store(), parts.reading(), parts.spools(), parts.keys(), parts.signatures())
                .verifyHeld(VerifyRequest.full().tellingProgressTo(request.progress()));
        List<String> notChecked = new ArrayList<>(verification.notChecked());
        notChecked.add("tables_of_others");
        return new RestoreReport(backup.manifest(), request.parts(), lost, aside, resumed, verification, notChecked);
    }
}
