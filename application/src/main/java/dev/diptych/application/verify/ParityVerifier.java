package dev.diptych.application.verify;

import dev.diptych.application.checkpoint.GivenCheckpoints;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.UnmatchedSpool;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;

/**
 * Compares both copies and judges the log, by the published rules, so that any other program that knows them says the
 * same of the same files.
 *
 * <p>All three levels are one walk that begins at different places: a full verification at the start, one since a mark
 * behind the mark, a quick one before the batch of the store's newest event. Memory is bounded by chunks of rows, by one
 * batch, and by the findings that a report lists; what does not match waits in a spool on disk.
 */
public final class ParityVerifier implements VerifyParity {
    private final LogProvider log;
    private final StoreProvider store;
    private final PayloadReader payloads;
    private final UnmatchedSpool.Provider spools;
    private final KeyRing keys;
    private final SignatureVerifier signatures;

    /**
     * @param payloads judges payloads with the limits of the format
     * @param keys whose checkpoints count; asked only if there are any to be held against
     */
    public ParityVerifier(
            LogProvider log,
            StoreProvider store,
            PayloadReader payloads,
            UnmatchedSpool.Provider spools,
            KeyRing keys,
            SignatureVerifier signatures) {
        this.keys = keys;
        this.signatures = signatures;
        this.log = log;
        this.store = store;
        this.payloads = payloads;
        this.spools = spools;
    }

    /**
     * @throws dev.diptych.ports.driven.PortException if neither copy is there, or one cannot be read, or the trusted keys
     *     cannot
     */
    @Override
    public VerifyReport verify(VerifyRequest request) {
        return verify(request, false);
    }

    /** Verifies a ledger that the caller itself holds: nothing in it is in flight. */
    public VerifyReport verifyHeld(VerifyRequest request) {
        return verify(request, true);
    }

    /** Whether the store is behind by nothing but the newest events of an intact log. */
    public static boolean isOnlyPending(VerifyReport report) {
        return report.log() == LogVerdict.INTACT
                && report.verdict() == ParityVerdict.STORE_BEHIND
                && report.findings().stream().map(Finding::kind).noneMatch(kind -> kind == FindingKind.MISSING_IN_STORE)
                && report.parity().map(parity -> parity.missingInStore() == 0).orElse(true);
    }

    private GivenCheckpoints checkpoints(VerifyRequest request) {
        Optional<TrustedKeys> trusted = request.against().isEmpty() ? Optional.empty() : keys.trusted();
        return GivenCheckpoints.judge(request.against(), trusted, signatures);
    }

    private VerifyReport verify(VerifyRequest request, boolean isHeldByCaller) {
        try (Copies copies = Copies.open(log, store)) {
            Beginning beginning = new BeginningFinder(copies).find(request);
            Verification.Walked walked = Verification.run(
                    copies,
                    beginning,
                    request,
                    new LineDecoder(payloads),
                    spools,
                    checkpoints(request),
                    isHeldByCaller);
            return new ReportWriter(copies, beginning, walked).write();
        }
    }
}
