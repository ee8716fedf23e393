package dev.diptych.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyHistory;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.KeyVerdict;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.keys.VerifyingKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the mirror itself objects to a signature, or to there being none. */
class SignaturePolicyTest {
    private static final EventTime NOW = EventTime.parse("now", "2026-11-23T10:00:00Z");
    private static final VerifyingKey SIGNER = key(1);
    private static final VerifyingKey NEXT = key(2);
    private static final VerifyingKey RECOVERY = key(3);
    private static final VerifyingKey STRANGER = key(4);
    private static final TrustedKeys TRUSTED = new TrustedKeys(List.of(
            TrustedKey.always(SIGNER, "a@example.com", KeyUse.EVENTS),
            TrustedKey.always(RECOVERY, "r@example.com", KeyUse.RECOVERY)));

    private final KeyHistory asked = KeyHistory.startingFrom(Optional.of(TRUSTED));
    private final KeyHistory notAsked = KeyHistory.startingFrom(Optional.empty());

    @Test
    void nobody_objects_to_an_unsigned_append_where_no_signature_is_required() {
        assertThat(toAppend(asked, Optional.empty())).isEmpty();
        assertThat(toAppend(notAsked, Optional.empty())).isEmpty();
    }

    @Test
    void an_unsigned_append_is_objected_to_where_the_ledger_requires_signatures_until_it_no_longer_does() {
        applied(asked, new KeyEvent.SignaturesRequired(true), SIGNER);
        applied(notAsked, new KeyEvent.SignaturesRequired(true), STRANGER);

        assertRejects(toAppend(asked, Optional.empty()), SignaturePolicy.SIGNATURE_REQUIRED, "found none");
        assertRejects(toAppend(notAsked, Optional.empty()), SignaturePolicy.SIGNATURE_REQUIRED, "found none");
        assertThat(toAppend(asked, Optional.of(SIGNER))).isEmpty();

        applied(asked, new KeyEvent.SignaturesRequired(false), RECOVERY);
        assertThat(toAppend(asked, Optional.empty())).isEmpty();
    }

    @Test
    void where_nobody_was_asked_whom_to_trust_any_key_may_sign_that_did_not_end() {
        assertThat(toAppend(notAsked, Optional.of(STRANGER))).isEmpty();

        applied(notAsked, new KeyEvent.Revoked(STRANGER.id(), "lost"), STRANGER);

        assertRejects(
                toAppend(notAsked, Optional.of(STRANGER)),
                SignaturePolicy.KEY_TRUSTED,
                STRANGER.id().value(),
                "ended");
    }

    @Test
    void a_key_that_nobody_trusts_or_that_is_for_something_else_may_not_sign() {
        assertThat(toAppend(asked, Optional.of(SIGNER))).isEmpty();
        assertRejects(toAppend(asked, Optional.of(STRANGER)), SignaturePolicy.KEY_TRUSTED, "which nobody trusts");
        assertRejects(
                toAppend(asked, Optional.of(RECOVERY)), SignaturePolicy.KEY_TRUSTED, "trusted for recovery, not for");
    }

    @Test
    void a_key_outside_its_validity_may_not_sign() {
        KeyHistory bounded = KeyHistory.startingFrom(Optional.of(new TrustedKeys(List.of(
                new TrustedKey(SIGNER, "a@example.com", Set.of(KeyUse.EVENTS), Optional.empty(), Optional.of(NOW))))));

        assertRejects(toAppend(bounded, Optional.of(SIGNER)), SignaturePolicy.KEY_TRUSTED, "before " + NOW);
    }

    @Test
    void a_rotation_moves_the_right_to_sign_on() {
        applied(asked, new KeyEvent.Rotated(SIGNER.id(), NEXT), SIGNER);

        assertRejects(toAppend(asked, Optional.of(SIGNER)), SignaturePolicy.KEY_TRUSTED, "ended");
        assertThat(toAppend(asked, Optional.of(NEXT))).isEmpty();
    }

    @Test
    void where_nobody_was_asked_only_the_key_concerned_may_end_itself() {
        KeyEvent rotated = new KeyEvent.Rotated(SIGNER.id(), NEXT);
        KeyEvent revoked = new KeyEvent.Revoked(SIGNER.id(), "lost");

        assertThat(toKeyEvent(notAsked, rotated, SIGNER)).isEmpty();
        assertThat(toKeyEvent(notAsked, revoked, SIGNER)).isEmpty();
        assertThat(toKeyEvent(notAsked, new KeyEvent.SignaturesRequired(true), STRANGER))
                .isEmpty();
        assertRejects(
                toKeyEvent(notAsked, rotated, STRANGER),
                SignaturePolicy.KEY_MAY_SAY_SO,
                SIGNER.id().value());
        assertRejects(
                toKeyEvent(notAsked, revoked, STRANGER),
                SignaturePolicy.KEY_MAY_SAY_SO,
                STRANGER.id().value());

        applied(notAsked, revoked, SIGNER);
        assertRejects(
                toKeyEvent(notAsked, new KeyEvent.SignaturesRequired(false), SIGNER),
                SignaturePolicy.KEY_MAY_SAY_SO,
                "may not say whether signatures are required");
    }

    @Test
    void where_it_is_known_whom_to_trust_a_key_for_recovery_may_end_others_and_a_stranger_may_not() {
        KeyEvent rotated = new KeyEvent.Rotated(SIGNER.id(), NEXT);

        assertThat(toKeyEvent(asked, rotated, SIGNER)).isEmpty();
        assertThat(toKeyEvent(asked, rotated, RECOVERY)).isEmpty();
        assertRejects(toKeyEvent(asked, rotated, STRANGER), SignaturePolicy.KEY_MAY_SAY_SO, "may not rotate");
        assertRejects(
                toKeyEvent(asked, new KeyEvent.Revoked(RECOVERY.id(), "lost"), SIGNER),
                SignaturePolicy.KEY_MAY_SAY_SO,
                "may not revoke");
    }

    @Test
    void what_this_program_does_not_know_may_nobody_say() {
        KeyEvent unknown = new KeyEvent.Unknown(new EventType("diptych.key.added.v1"), "{}");

        assertRejects(toKeyEvent(asked, unknown, SIGNER), SignaturePolicy.KEY_MAY_SAY_SO, "{}");
    }

    @Test
    void asking_changes_nothing() {
        toKeyEvent(asked, new KeyEvent.Revoked(SIGNER.id(), "lost"), SIGNER);

        assertThat(toAppend(asked, Optional.of(SIGNER))).isEmpty();
    }

    private static Optional<PolicyContribution> toAppend(KeyHistory keys, Optional<VerifyingKey> signer) {
        return SignaturePolicy.objectionTo(keys, signer.map(VerifyingKey::id), NOW);
    }

    private static Optional<PolicyContribution> toKeyEvent(KeyHistory keys, KeyEvent said, VerifyingKey signer) {
        return SignaturePolicy.objectionTo(keys, said, signer.id(), NOW);
    }

    private static void applied(KeyHistory keys, KeyEvent said, VerifyingKey by) {
        assertThat(keys.apply(said, Optional.of(by.id()), NOW, Sequence.FIRST, true))
                .isEqualTo(new KeyVerdict.Applied());
    }

    private static void assertRejects(Optional<PolicyContribution> objection, PolicyRuleId rule, String... saying) {
        assertThat(objection).hasValueSatisfying(contribution -> {
            assertThat(contribution.ruleId()).isEqualTo(rule);
            assertThat(contribution.outcome()).isEqualTo(PolicyOutcome.REJECT);
            assertThat(contribution.isOverridable()).isFalse();
            assertThat(contribution.reason()).contains(saying);
        });
    }

    private static VerifyingKey key(int number) {
        byte[] bytes = new byte[VerifyingKey.BYTES];
        Arrays.fill(bytes, (byte) number);
        return VerifyingKey.of(bytes);
    }
}
