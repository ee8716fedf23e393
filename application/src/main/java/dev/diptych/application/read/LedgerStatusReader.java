package dev.diptych.application.read;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.LedgerStatus;
import dev.diptych.ports.driving.ShowStatus;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;

/** Reads how both copies are, one after the other: the store first, whose head the log is at or beyond. */
public final class LedgerStatusReader implements ShowStatus {
    private final LogProvider log;
    private final StoreProvider store;
    private final HoldMark hold;
    private final VerifyParity verifier;

    public LedgerStatusReader(LogProvider log, StoreProvider store, HoldMark hold, VerifyParity verifier) {
        this.log = log;
        this.store = store;
        this.hold = hold;
        this.verifier = verifier;
    }

    @Override
    public LedgerStatus status() {
        VerifyReport verification = verifier.verify(VerifyRequest.quick());
        Optional<StoreIdentity> identity = Optional.empty();
        Optional<ChainHead> storeHead = Optional.empty();
        if (store.presence().exists()) {
            try (StoreReader reader = store.openForReading()) {
                identity = Optional.of(reader.identity());
                storeHead = reader.head();
            }
        }
        Optional<LedgerId> ledger = identity.flatMap(StoreIdentity::ledgerId);
        if (log.presence() == LogProvider.LogPresence.ABSENT) {
            return new LedgerStatus(
                    ledger, Optional.empty(), storeHead, identity, LogLeft.NEVER_HELD, hold.read(), verification);
        }
        try (LogReader reader = log.openForReading()) {
            return new LedgerStatus(
                    ledger.or(reader::ledgerId),
                    reader.head(),
                    storeHead,
                    identity,
                    reader.left(),
                    hold.read(),
                    verification);
        }
    }
}
