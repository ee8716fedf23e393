package dev.diptych.domain.policy;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyHistory;
import dev.diptych.domain.keys.KeyStanding;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.KeyVerdict;
import dev.diptych.domain.signature.KeyId;
import java.util.Optional;

/**
 * What the ledger and the trusted keys say about an append's signature. Each rule contributes only where it objects, with a
 * reject that no authorisation opens: a signature that is missing or not to be trusted cannot be mended afterwards.
 */
public final class SignaturePolicy {
    /** Objects to an unsigned append where the ledger requires signatures. */
    public static final PolicyRuleId SIGNATURE_REQUIRED = new PolicyRuleId("append.signature_required");

    /** Objects to a key that ended, or, where it is known whom to trust, is not trusted for events now. */
    public static final PolicyRuleId KEY_TRUSTED = new PolicyRuleId("append.key_trusted");

    /** Objects to a key that may not say what an event about keys says. */
    public static final PolicyRuleId KEY_MAY_SAY_SO = new PolicyRuleId("append.key_may_say_so");

    private SignaturePolicy() {}

    /**
     * What there is to object to an append of callers' events.
     *
     * @param keys what the ledger says of keys at its head
     * @param signer the key that signs them; empty if nobody does
     * @param now the {@code recorded_at} that they get
     */
    public static Optional<PolicyContribution> objectionTo(KeyHistory keys, Optional<KeyId> signer, EventTime now) {
        if (signer.isEmpty()) {
            return keys.signaturesRequired()
                    ? Optional.of(reject(
                            SIGNATURE_REQUIRED,
                            "expected a signature, which the ledger requires of every event but its own, found none"))
                    : Optional.empty();
        }
        KeyId key = signer.get();
        return keys.standing(key, now, KeyUse.EVENTS)
                .fold(
                        trusted -> Optional.empty(),
                        Optional::empty,
                        () -> Optional.of(reject(
                                KEY_TRUSTED,
                                "expected a key that is trusted for events, found " + key + ", which nobody trusts")),
                        notValid -> Optional.of(reject(
                                KEY_TRUSTED,
                                "expected a key that is trusted for events now, found " + key + ", which "
                                        + notValid.why())));
    }

    /**
     * What there is to object to an event about keys. Where nobody was asked whom to trust, only the key concerned may end
     * itself: nothing tells a key for recovery from any other.
     *
     * @param keys what the ledger says of keys at its head; stays as it is
     * @param signer the key that signs it
     * @param now the {@code recorded_at} that it gets
     */
    public static Optional<PolicyContribution> objectionTo(
            KeyHistory keys, KeyEvent said, KeyId signer, EventTime now) {
        KeyStanding standing = keys.standing(signer, now, KeyUse.EVENTS);
        Optional<KeyId> ending = ending(said);
        if (standing instanceof KeyStanding.NotAsked
                && ending.filter(key -> !key.equals(signer)).isPresent()) {
            return Optional.of(reject(
                    KEY_MAY_SAY_SO,
                    "expected the event to be signed by the key that it ends, " + ending.get()
                            + ", since nobody was asked which keys are for recovery, found " + signer));
        }
        KeyVerdict verdict = keys.copy().apply(said, Optional.of(signer), now, Sequence.NONE, true);
        return verdict.fold(
                Optional::empty,
                rejected -> Optional.of(reject(
                        KEY_MAY_SAY_SO, "expected an event about keys that counts, found one that " + rejected.why())),
                () -> Optional.of(reject(
                        KEY_MAY_SAY_SO, "expected an event about keys that this program knows, found " + said.json())));
    }

    private static Optional<KeyId> ending(KeyEvent said) {
        if (said instanceof KeyEvent.Rotated rotated) {
            return Optional.of(rotated.from());
        }
        return said instanceof KeyEvent.Revoked revoked ? Optional.of(revoked.key()) : Optional.empty();
    }

    /** The next step after one of these rules refused. */
    static String nextAfter(PolicyRuleId rule) {
        return rule.equals(SIGNATURE_REQUIRED)
                ? "append it signed, by a key that is trusted for events"
                : "sign with another key, or let the key be trusted";
    }

    private static PolicyContribution reject(PolicyRuleId rule, String reason) {
        return PolicyContribution.of(rule, PolicyOutcome.REJECT, reason);
    }
}
