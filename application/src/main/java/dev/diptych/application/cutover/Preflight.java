package dev.diptych.application.cutover;

import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.BackUpReport;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorState;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What must be true before a cutover begins, looked at while appends go on. */
final class Preflight {
    private final Mirror mirror;
    private final QueryStore store;
    private final BackUpLedger backUp;

    /**
     * @param mark how far both copies were found in parity, in full
     * @param backup what was kept
     */
    record Passed(VerifiedMark mark, Optional<BackUpReport> backup) {}

    Preflight(Mirror mirror, QueryStore store, BackUpLedger backUp) {
        this.mirror = mirror;
        this.store = store;
        this.backUp = backUp;
    }

    /**
     * @throws NotQuiescentException if it is not so; nothing was changed
     */
    Passed pass(Optional<Path> backup, CutoverProgress progress) {
        requireWriter(mirror.state());
        progress.begins(CutoverStage.VERIFY_BEFORE, "comparing both copies");
        requireWholeStore();
        VerifiedMark mark = requireParity(mirror.verify(VerifyRequest.full().tellingProgressTo(progress)));
        return new Passed(mark, backup.map(target -> backUp(target, progress)));
    }

    private static void requireWriter(MirrorState state) {
        state.stopped().ifPresent(why -> {
            throw refused("this writer takes no more appends: " + why
                    + ". Nothing was changed. Next: close the ledger and open it again");
        });
        if (state.head().isEmpty()) {
            throw refused(
                    "the ledger has no event yet, and a cutover must have one before it: it is the event through which"
                            + " both copies were in parity. Nothing was changed. Next: append an event, then run the cutover again");
        }
    }

    private void requireWholeStore() {
        store.integrityProblem().ifPresent(problem -> {
            throw refused("the store is not whole: " + problem
                    + ". Nothing was changed. Next: move the store's file aside, then diptych replay, which makes a new one"
                    + " from the log");
        });
    }

    /**
     * @throws NotQuiescentException if both copies are not in parity, or the log is not intact
     */
    static VerifiedMark requireParity(VerifyReport report) {
        if (!report.isClean()) {
            throw new NotQuiescentException(
                    List.of("both copies must be in parity and the log intact, and the verification found "
                            + report.verdict().word() + ", the log "
                            + report.log().word() + ", with "
                            + report.findingsTotal()
                            + " findings. Nothing was changed. Next: diptych verify, which shows"
                            + " them"),
                    Optional.of(report));
        }
        return report.mark()
                .orElseThrow(() -> new NotQuiescentException(
                        List.of(
                                "both copies are in parity, and it could not be told through which event. Nothing was changed."
                                        + " Next: diptych verify"),
                        Optional.of(report)));
    }

    private BackUpReport backUp(Path target, CutoverProgress progress) {
        progress.begins(CutoverStage.BACKUP, "backing up both copies");
        try {
            return backUp.backUp(target, progress).fold(backedUp -> backedUp.report(), not -> {
                throw refused("no backup could be made: " + not.message());
            });
        } catch (PortException failed) {
            throw refused("no backup could be made: " + failed.getMessage());
        }
    }

    static NotQuiescentException refused(String reason) {
        return new NotQuiescentException(List.of(reason), Optional.empty());
    }
}
