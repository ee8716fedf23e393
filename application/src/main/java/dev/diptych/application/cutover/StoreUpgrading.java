package dev.diptych.application.cutover;

import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreUpgrade;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.UpgradeStore;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings an outdated store up to date: the adapter's steps, as a cutover in place like any other. What is to be done is asked
 * twice, the second time while the ledger is held, so that two of these at once do it once.
 *
 * <p>Wherever it dies, the store has the schema of before or the one behind, and the log's boundary says which, once opening has
 * settled it. Run again it finds out by what the store's adapter still asks for.
 */
public final class StoreUpgrading implements UpgradeStore {
    private final StoreProvider store;
    private final Supplier<MirrorOpening> openForUpgrade;
    private final Supplier<MirrorOpening> open;
    private final ShowCutovers history;
    private final VerifyParity verifier;

    /**
     * @param store whose upgrade it is
     * @param openForUpgrade takes the ledger, outdated or not
     * @param open takes it as any writer does
     * @param history what was done before
     * @param verifier compares both copies without taking them
     */
    public StoreUpgrading(
            StoreProvider store,
            Supplier<MirrorOpening> openForUpgrade,
            Supplier<MirrorOpening> open,
            ShowCutovers history,
            VerifyParity verifier) {
        this.store = store;
        this.openForUpgrade = openForUpgrade;
        this.open = open;
        this.history = history;
        this.verifier = verifier;
    }

    @Override
    public Optional<Upgrade> outline(Request request) {
        return store.upgrade().map(upgrade -> outline(upgrade, request));
    }

    private static Upgrade outline(StoreUpgrade upgrade, Request request) {
        String version = String.valueOf(upgrade.to());
        CutoverRequest cutover = CutoverRequest.of(PLAN + version, version, upgrade.steps(), request.operator())
                .withTimeMax(request.timeMax());
        return new Upgrade(
                upgrade.from(),
                upgrade.to(),
                request.backup().map(cutover::withBackup).orElse(cutover));
    }

    @Override
    public Answer upgrade(Request request, CutoverProgress progress) {
        if (outline(request).isEmpty()) {
            return isUndecided() ? settle(progress) : new NothingToDo(schema(), Optional.empty());
        }
        return openForUpgrade
                .get()
                .fold(
                        opened -> cutOver(opened.mirror(), request, progress),
                        refused -> new NotOpened(refused.refusal()));
    }

    private Answer cutOver(Mirror mirror, Request request, CutoverProgress progress) {
        Optional<Upgrade> still;
        CutoverAnswer answer;
        try (mirror) {
            still = outline(request);
            if (still.isEmpty()) {
                return new NothingToDo(schema(), Optional.empty());
            }
            answer = mirror.cutOver(still.get().cutover(), progress);
        }
        return new Tried(still.get().from(), still.get().to(), openedAgain(answer, progress));
    }

    /** A committed one counts as done only once the store was opened as any writer opens it. */
    private CutoverAnswer openedAgain(CutoverAnswer answer, CutoverProgress progress) {
        return answer.fold(new CutoverAnswer.Cases<>(
                done -> openAgain()
                        .<CutoverAnswer>map(refusal -> notOpenedAgain(done, refusal))
                        .orElseGet(() -> new CutoverAnswer.CutOver(done.report().withVerification(verify(progress)))),
                already -> already,
                refused -> refused,
                aborted -> aborted,
                unfinished -> unfinished));
    }

    private static CutoverAnswer notOpenedAgain(CutoverAnswer.CutOver done, OpenRefusal refusal) {
        return new CutoverAnswer.Unfinished(
                Optional.of(done.report().boundary()),
                true,
                "the upgrade is committed, and the ledger could not be opened behind it: " + refusal.message());
    }

    /** Opens it once and lets it go; answers why not, if it was refused. */
    private Optional<OpenRefusal> openAgain() {
        return open.get()
                .fold(
                        opened -> {
                            opened.mirror().close();
                            return Optional.empty();
                        },
                        refused -> Optional.of(refused.refusal()));
    }

    /** What a run that died behind its COMMIT left: opening settles it, and what is left is to verify. */
    private Answer settle(CutoverProgress progress) {
        progress.begins(CutoverStage.SETTLE, "settling what an earlier run left undecided");
        return openAgain()
                .<Answer>map(NotOpened::new)
                .orElseGet(() -> new NothingToDo(schema(), Optional.of(verify(progress))));
    }

    private VerifyReport verify(CutoverProgress progress) {
        progress.begins(CutoverStage.VERIFY_AFTER, "comparing both copies");
        return verifier.verify(VerifyRequest.full().tellingProgressTo(progress));
    }

    private boolean isUndecided() {
        return history.show().boundaries().stream()
                .anyMatch(boundary -> boundary.outcome() == ShowCutovers.Outcome.UNDECIDED);
    }

    private int schema() {
        try (StoreReader reader = store.openForReading()) {
            return reader.identity().schema();
        }
    }
}
