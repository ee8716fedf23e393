package dev.diptych.application.cutover.store;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;

/**
 * Compares the candidate with the log. What the log has behind the candidate's newest row is still to be copied, and no
 * finding; everything else is, and ends the cutover.
 */
final class CandidateParity {
    private final ParityVerifier verifier;

    CandidateParity(MirrorParts parts, StoreProvider candidate) {
        this.verifier = new ParityVerifier(
                parts.log(), candidate, parts.reading(), parts.spools(), parts.keys(), parts.signatures());
    }

    /**
     * All of it, while others append.
     *
     * @throws NotCutOverException if anything is found
     */
    VerifyReport full(Progress progress) {
        return requireClean(verifier.verify(VerifyRequest.full().tellingProgressTo(progress)), true);
    }

    /**
     * What came since {@code known}, while others append.
     *
     * @throws NotCutOverException if anything is found
     */
    VerifyReport since(ChainHead known, Progress progress) {
        VerifyRequest request = VerifyRequest.since(new VerifiedMark(known));
        return requireClean(verifier.verify(request.tellingProgressTo(progress)), true);
    }

    /**
     * What came since {@code known}, or all of it, with the ledger held: nothing may be missing.
     *
     * @throws NotCutOverException if anything is found
     */
    VerifyReport whileHeld(Optional<ChainHead> known) {
        VerifyRequest request =
                known.map(VerifiedMark::new).map(VerifyRequest::since).orElseGet(VerifyRequest::full);
        return requireClean(verifier.verifyHeld(request), false);
    }

    private static VerifyReport requireClean(VerifyReport report, boolean mayBePending) {
        boolean isClean = report.log() == LogVerdict.INTACT
                && (report.verdict() == ParityVerdict.IN_PARITY
                        || mayBePending && ParityVerifier.isOnlyPending(report));
        if (!isClean) {
            throw new NotCutOverException(new StoreCutoverRefusal.Findings(
                    report,
                    "the candidate was compared with the log, which came to "
                            + report.verdict().word() + ", log "
                            + report.log().word() + ", with " + report.findingsTotal()
                            + " findings. The ledger was not changed. Next: diptych verify for the ledger as it is; where that"
                            + " is clean, remove the candidate and begin again"));
        }
        return report;
    }
}
