package dev.diptych.application.audit;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** A ledger whose copies a test writes as it likes, and the keys that its tests know. */
final class AuditedLedger {
    static final TwinSigner WRITER = TwinSigner.of(1);
    static final TwinSigner SECOND = TwinSigner.of(2);
    static final TwinSigner RECOVERY = TwinSigner.of(9);
    static final TwinSigner STRANGER = TwinSigner.of(66);

    private final TwinLedger twin = TwinLedger.empty();

    private AuditedLedger() {}

    /** Trusts {@link #WRITER} for events and checkpoints, and {@link #RECOVERY} for recovery. */
    static AuditedLedger trustingTheWriter() {
        AuditedLedger ledger = new AuditedLedger();
        ledger.twin.keys().trust(WRITER, KeyUse.EVENTS, KeyUse.CHECKPOINTS).trust(RECOVERY, KeyUse.RECOVERY);
        return ledger;
    }

    /** Nobody was asked whom to trust. */
    static AuditedLedger askingNobody() {
        return new AuditedLedger();
    }

    /** A chain of so many events that the writer signed, each a batch of its own. */
    static SignedChain chainOf(int events) {
        SignedChain chain = SignedChain.ofLedger(7);
        for (int i = 1; i <= events; i++) {
            chain.signed(WRITER, "s" + i);
        }
        return chain;
    }

    TwinLedger twin() {
        return twin;
    }

    /** Both copies have the events. */
    AuditedLedger holding(SignedChain chain) {
        return withLog(chain.events()).withStore(chain, chain.events().size());
    }

    AuditedLedger withLog(List<SealedEvent> events) {
        return withLines(events.stream().map(SealedEvent::toLine).toArray(byte[][]::new));
    }

    AuditedLedger withLines(byte[]... lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(lines).forEach(all::writeBytes);
        twin.log().setBytes(all.toByteArray());
        return this;
    }

    /** The store has the first events of a chain. */
    AuditedLedger withStore(SignedChain chain, int count) {
        twin.store().delete();
        try (QueryStore store = twin.store().provider().create(new StoreId("0123456789abcdef".repeat(2)))) {
            store.inTransaction(transaction -> {
                transaction.adopt(chain.ledger());
                transaction.insert(chain.events().subList(0, count));
                return count;
            });
        }
        return this;
    }

    AuditReport audit() {
        return audit(AuditRequest.full());
    }

    AuditReport audit(AuditRequest request) {
        return twin.application().auditChain().audit(request);
    }

    static KeyEvent rotated(TwinSigner from, TwinSigner to) {
        return new KeyEvent.Rotated(from.publicKey().id(), to.publicKey());
    }

    static KeyEvent revoked(TwinSigner key) {
        return new KeyEvent.Revoked(key.publicKey().id(), "lost");
    }
}
