package dev.diptych.application.append;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityEvidence;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.BreakGlassAuthorization;
import dev.diptych.domain.policy.GateAnswer;
import dev.diptych.domain.policy.MirrorAppendGate;
import dev.diptych.domain.policy.PolicyComposition;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.signature.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the parity evidence of one opening, and the token that makes it good; and asks the gate of the keys. A divergence that is seen raises the
 * generation, so that no decision made before counts any more. Any thread.
 */
public final class Gatekeeper {
    private final OpeningToken token = OpeningToken.create();
    private final MirrorAppendGate gate;
    private final KeyGate keys;
    private long generation;
    private ParityEvidence evidence;

    /**
     * Begins with the evidence of an opening that found both heads equal.
     */
    public Gatekeeper(ParityLevel required, Optional<LedgerId> ledger, Optional<ChainHead> head, KeyGate keys) {
        this.keys = keys;
        gate = new MirrorAppendGate(token, required);
        evidence = ParityEvidence.issue(token, ledger, 0, head, ParityLevel.QUICK, ParityVerdict.IN_PARITY);
    }

    /**
     * Whether an append may go on.
     *
     * @param signer the key that signs it; empty if nobody does
     * @param said what it says of keys, if it is an event of the ledger's own about keys
     * @param now tells the {@code recorded_at} that it gets; asked only where that matters
     */
    GateAnswer check(
            PolicyDecision decision, Optional<KeyId> signer, Optional<KeyEvent> said, Supplier<EventTime> now) {
        Optional<PolicyContribution> objection = keys.objectionTo(signer, said, now);
        synchronized (this) {
            return gate.check(decision, generation, objection);
        }
    }

    /** The same for an event of the ledger's own that says nothing of keys: nobody has to sign those. */
    GateAnswer checkOwn(PolicyDecision decision) {
        synchronized (this) {
            return gate.check(decision, generation, Optional.empty());
        }
    }

    /** What the ledger says of keys. */
    KeyGate keys() {
        return keys;
    }

    /** Composes a decision from the contributions and the newest evidence. */
    public synchronized PolicyDecision decide(
            List<PolicyContribution> contributions, Optional<BreakGlassAuthorization> authorization, EventTime now) {
        List<PolicyContribution> all = new ArrayList<>(contributions);
        all.add(PolicyContribution.fromParity(evidence));
        return PolicyComposition.compose(all, authorization, now);
    }

    /**
     * Takes note of a verification that found nothing but, perhaps, pending events. A shallower one than the last does
     * not replace it: what a full verification found wrong, a quick one cannot clear.
     */
    public synchronized void sawParity(
            Optional<LedgerId> ledger, Optional<ChainHead> head, ParityLevel level, boolean isPending) {
        if (level.compareTo(evidence.level()) < 0) {
            return;
        }
        evidence = isPending
                ? ParityEvidence.ofPendingOnly(token, ledger, generation, head, level)
                : ParityEvidence.issue(token, ledger, generation, head, level, ParityVerdict.IN_PARITY);
    }

    /** Takes note of a verification that found a divergence, or damage in the log. */
    public synchronized void sawDivergence(Optional<LedgerId> ledger, Optional<ChainHead> head, ParityLevel level) {
        generation++;
        evidence = ParityEvidence.issue(token, ledger, generation, head, level, ParityVerdict.DIVERGED);
    }
}
