package dev.diptych.application.cutover;

import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.DryRunCutover;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.UpgradeStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tries a cutover out on a backup, opened as a ledger of its own: the same classes, the same transaction, the same checks, and a
 * boundary that is in the copy's log alone. A transaction that is begun and rolled back on the original would write into its
 * write-ahead log all the same.
 */
public final class CutoverRehearsal implements DryRunCutover {
    private final BackUpLedger backUp;
    private final UpgradeStore original;
    private final Function<Path, Copy> copies;

    /**
     * A copy as a ledger of its own.
     *
     * @param open takes it for writing
     * @param upgrade brings its store up to date
     */
    public record Copy(Supplier<MirrorOpening> open, UpgradeStore upgrade) {}

    /**
     * @param backUp makes the copy
     * @param original says what the original's store is to be brought up to date by; nothing else of it is called
     * @param copies the ledger in a directory
     */
    public CutoverRehearsal(BackUpLedger backUp, UpgradeStore original, Function<Path, Copy> copies) {
        this.backUp = backUp;
        this.original = original;
        this.copies = copies;
    }

    @Override
    public Answer dryRun(CutoverRequest request, Path copy, CutoverProgress progress) {
        return copied(copy, progress)
                .<Answer>map(NotCopied::new)
                .orElseGet(() -> cutOver(request.withoutBackup(), copies.apply(copy), progress));
    }

    private static Answer cutOver(CutoverRequest request, Copy copy, CutoverProgress progress) {
        return copy.open()
                .get()
                .fold(
                        opened -> new Tried(request, cutOver(opened.mirror(), request, progress)),
                        refused -> new NotOpened(refused.refusal()));
    }

    private static CutoverAnswer cutOver(Mirror mirror, CutoverRequest request, CutoverProgress progress) {
        try (mirror) {
            return mirror.cutOver(request, progress);
        }
    }

    @Override
    public Answer dryRunUpgrade(UpgradeStore.Request request, Path copy, CutoverProgress progress) {
        UpgradeStore.Request onCopy = request.withoutBackup();
        Optional<UpgradeStore.Upgrade> outline = original.outline(onCopy);
        if (outline.isEmpty()) {
            return new NothingToDo();
        }
        CutoverRequest cutover = outline.get().cutover();
        return copied(copy, progress)
                .<Answer>map(NotCopied::new)
                .orElseGet(() -> copies.apply(copy)
                        .upgrade()
                        .upgrade(onCopy, progress)
                        .fold(
                                nothing -> new NothingToDo(),
                                tried -> new Tried(cutover, tried.answer()),
                                notOpened -> new NotOpened(notOpened.refusal())));
    }

    /** Why there is no copy; empty if there is one. */
    private Optional<BackUpAnswer.NotBackedUp> copied(Path copy, CutoverProgress progress) {
        progress.begins(CutoverStage.BACKUP, "copying both copies");
        return backUp.backUp(copy, progress).fold(backedUp -> Optional.empty(), Optional::of);
    }
}
