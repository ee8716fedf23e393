package dev.diptych.ports.driving;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;

/**
 * Says in the ledger itself which keys end and which begin. Each is an event of the ledger's own, signed, and counts from the
 * next sequence on: what a key signed before stays good. Answered and durable like any append.
 *
 * <p>Refused with nothing written, as a {@link AppendAnswer.PolicyRefused} of the rule {@code append.key_may_say_so}, where
 * the signing key may not say it: it is neither the key concerned nor, as far as the mirror knows whom to trust, one for
 * recovery.
 */
public interface ManageKeys {
    /** Ends one key and begins another, which may then do what the first might. */
    AppendAnswer rotateKey(KeyId from, VerifyingKey to, EventSigner by, PolicyDecision decision);

    /** Ends a key. What it signed before stays good; whoever doubts that bounds its validity among the trusted keys. */
    AppendAnswer revokeKey(KeyId key, String reason, EventSigner by, PolicyDecision decision);

    /** Demands, or no longer demands, that every event behind this one be signed, but for the ledger's own. */
    AppendAnswer requireSignatures(boolean required, EventSigner by, PolicyDecision decision);
}
