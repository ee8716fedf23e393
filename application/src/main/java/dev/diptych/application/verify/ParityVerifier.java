package dev.diptych.application.verify;

import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.UnmatchedSpool;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;

/** Compares both copies and judges the log. */
public final class ParityVerifier implements VerifyParity {
    private final LogProvider log;
    private final StoreProvider store;
    private final PayloadReader payloads;
    private final UnmatchedSpool.Provider spools;

    public ParityVerifier(
            LogProvider log, StoreProvider store, PayloadReader payloads, UnmatchedSpool.Provider spools) {
        this.log = log;
        this.store = store;
        this.payloads = payloads;
        this.spools = spools;
    }

    @Override
    public VerifyReport verify(VerifyRequest request) {
        throw new IllegalStateException("lands with the next commit " + log + store + payloads + spools + request);
    }

    /** Verifies a ledger that the caller itself holds: nothing in it is in flight. */
    public VerifyReport verifyHeld(VerifyRequest request) {
        return verify(request);
    }

    /** Whether the store is behind by nothing but the newest events of an intact log. */
    public static boolean isOnlyPending(VerifyReport report) {
        return report.log() == LogVerdict.INTACT
                && report.verdict() == ParityVerdict.STORE_BEHIND
                && report.parity().map(parity -> parity.missingInStore() == 0).orElse(true);
    }
}
