package dev.diptych.application.backup;

import dev.diptych.application.CopyParts;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ContentHash;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpManifest.FileEntry;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.RestoreAnswer.Reason;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A backup that is what its manifest says, file by file, and that is sound as a ledger of its own. There is none that was not
 * looked at in both ways.
 *
 * @param directory where it is
 * @param manifest what it holds
 * @param id the hash of the manifest's own text, which tells one backup from another
 */
record SoundBackUp(BackUpDirectory directory, BackUpManifest manifest, String id) {
    /**
     * Looks at a backup; writes nothing.
     *
     * @throws NotRestoredException if it is none, or not a sound one
     */
    static SoundBackUp check(MirrorParts parts, CopyParts copies, BackUpDirectory directory, Progress progress)
            throws IOException {
        String text = requireManifest(directory);
        BackUpManifest manifest = understood(directory, text);
        requireFiles(directory, manifest);
        requireSound(parts, copies, directory, manifest, progress);
        String id = ContentHash.hex(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return new SoundBackUp(directory, manifest, id);
    }

    private static String requireManifest(BackUpDirectory directory) throws IOException {
        Optional<FileState> found = directory.state();
        if (found.isEmpty() || !directory.hasManifest()) {
            boolean begun = directory.names().contains("store.db");
            throw new NotRestoredException(
                    Reason.NO_BACKUP,
                    "there is no backup at " + directory.path() + ": it has no " + BackUpManifest.FILE_NAME
                            + (begun ? ", so the backup that was begun there was not finished" : "")
                            + ". Nothing was changed. Next: name the directory of a finished backup");
        }
        return directory.manifest();
    }

    private static BackUpManifest understood(BackUpDirectory directory, String text) {
        Optional<Integer> version = ManifestText.version(text);
        if (version.isPresent() && version.get() > BackUpManifest.VERSION) {
            throw new NotRestoredException(
                    Reason.UNKNOWN_VERSION,
                    "the manifest in " + directory.path() + " has version " + version.get()
                            + ", this program knows versions through " + BackUpManifest.VERSION
                            + ". Nothing was changed. Next: restore with the newer program that wrote it");
        }
        return ManifestText.read(text)
                .orElseThrow(() -> new NotRestoredException(
                        Reason.BACKUP_DAMAGED,
                        List.of(BackUpManifest.FILE_NAME + ": expected a manifest as diptych backup writes it"),
                        "the manifest in " + directory.path()
                                + " is damaged: it is not spelled as diptych backup spells it. Nothing was changed. Next:"
                                + " restore from another backup"));
    }

    private static void requireFiles(BackUpDirectory directory, BackUpManifest manifest) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (FileEntry expected : manifest.files()) {
            Optional<FileState> state = directory.stateOf(expected);
            if (state.isEmpty() || state.get().kind() != FileState.Kind.FILE) {
                wrong.add(expected.name() + ": expected a file, found "
                        + (state.isEmpty() ? "none" : state.get().kind()));
                continue;
            }
            FileEntry found = directory.measure(expected.name());
            if (found.bytes() != expected.bytes()) {
                wrong.add(expected.name() + ": expected " + expected.bytes() + " bytes, found " + found.bytes());
            } else if (!found.equals(expected)) {
                wrong.add(expected.name() + ": expected SHA-256 " + expected.sha256() + ", found " + found.sha256());
            }
        }
        List<String> extra = new ArrayList<>(directory.namesOfFiles());
        extra.removeAll(manifest.files().stream().map(FileEntry::name).toList());
        extra.forEach(name -> wrong.add(name + ": not in the manifest"));
        if (!wrong.isEmpty()) {
            throw new NotRestoredException(
                    Reason.BACKUP_DAMAGED,
                    wrong,
                    "the backup in " + directory.path() + " is not what its manifest says: " + String.join("; ", wrong)
                            + ". Nothing was changed. Next: restore from another backup");
        }
    }

    private static void requireSound(
            MirrorParts parts,
            CopyParts copies,
            BackUpDirectory directory,
            BackUpManifest manifest,
            Progress progress) {
        VerifyReport report = new ParityVerifier(
                        copies.logs().in(directory.path()),
                        copies.stores().in(directory.path()),
                        parts.reading(),
                        parts.spools(),
                        parts.keys(),
                        parts.signatures())
                .verify(VerifyRequest.full().tellingProgressTo(progress));
        boolean isNewer = report.findings().stream().anyMatch(finding -> finding.kind() == FindingKind.UNKNOWN_VERSION);
        if (isNewer) {
            throw newer(directory, "it holds what only a newer program understands");
        }
        if (!report.isClean() && !LedgerBackUp.isOnlyUndecided(report)) {
            throw new NotRestoredException(
                    Reason.BACKUP_DAMAGED,
                    report.findings().stream().map(Finding::toString).toList(),
                    "the backup in " + directory.path() + " is not sound: its copies are "
                            + report.verdict().word().replace('_', ' ') + ", its log is "
                            + report.log().word().replace('_', ' ')
                            + ". Nothing was changed. Next: restore from another backup");
        }
        try (StoreReader reader = copies.stores().in(directory.path()).openForReading()) {
            Optional<ChainHead> head = reader.head();
            if (!reader.identity().equals(manifest.store()) || !head.equals(manifest.head())) {
                throw new NotRestoredException(
                        Reason.BACKUP_DAMAGED,
                        "the manifest in " + directory.path() + " speaks of " + manifest.store() + " with head "
                                + manifest.head() + ", and the store there is " + reader.identity() + " with head "
                                + head
                                + ". Nothing was changed. Next: restore from another backup");
            }
        } catch (UnknownStoreVersionException unknown) {
            throw newer(directory, String.valueOf(unknown.getMessage()));
        }
    }

    private static NotRestoredException newer(BackUpDirectory directory, String what) {
        return new NotRestoredException(
                Reason.UNKNOWN_VERSION,
                "the backup in " + directory.path() + " cannot be judged: " + what
                        + ". Nothing was changed. Next: restore with the newer program that wrote it");
    }
}
