package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.BlockedForce;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.domain.policy.SignaturePolicy;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Whose signature the mirror takes, and what the ledger itself says of keys. */
class KeysAtTheGateTest {
    private static final TwinSigner KEY = TwinSigner.of(1);
    private static final TwinSigner NEXT = TwinSigner.of(2);
    private static final TwinSigner RECOVERY = TwinSigner.of(3);
    private static final TwinSigner STRANGER = TwinSigner.of(4);

    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void where_signatures_are_required_an_unsigned_append_is_refused_also_after_reopening() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            assertMirrored(mirror.requireSignatures(true, KEY, TwinLedger.decision(mirror)));

            assertRefused(unsigned(mirror, "b"), SignaturePolicy.SIGNATURE_REQUIRED);
            assertMirrored(signed(mirror, "c", KEY));
        }
        try (Mirror mirror = ledger.open()) {
            assertRefused(unsigned(mirror, "d"), SignaturePolicy.SIGNATURE_REQUIRED);
            assertMirrored(mirror.requireSignatures(false, KEY, TwinLedger.decision(mirror)));
            assertMirrored(unsigned(mirror, "e"));
        }
        assertThat(ledger.idsInLog()).doesNotContain("b", "d").contains("a", "c", "e");
        ledger.requireInParity();
    }

    @Test
    void an_event_about_keys_is_the_ledgers_own_signed_and_without_tags() {
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer =
                    mirror.rotateKey(KEY.publicKey().id(), NEXT.publicKey(), KEY, TwinLedger.decision(mirror));

            assertMirrored(answer);
        }
        SealedEvent event = ledger.inLog(1);
        assertThat(event.source()).isEqualTo(EventSource.LEDGER);
        assertThat(event.tags().values()).isEmpty();
        assertThat(event.keyId()).contains(KEY.publicKey().id());
        assertThat(KeyEvent.of(event))
                .contains(new KeyEvent.Rotated(KEY.publicKey().id(), NEXT.publicKey()));
        ledger.requireInParity();
    }

    @Test
    void where_nobody_was_asked_any_key_signs_until_it_ends_and_another_may_not_end_it() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            assertMirrored(signed(mirror, "a", STRANGER));
            assertRefused(
                    mirror.revokeKey(STRANGER.publicKey().id(), "lost", KEY, decision), SignaturePolicy.KEY_MAY_SAY_SO);

            assertMirrored(mirror.revokeKey(STRANGER.publicKey().id(), "lost", STRANGER, decision));

            assertRefused(signed(mirror, "b", STRANGER), SignaturePolicy.KEY_TRUSTED);
            assertRefused(mirror.requireSignatures(true, STRANGER, decision), SignaturePolicy.KEY_MAY_SAY_SO);
            assertMirrored(signed(mirror, "c", KEY));
        }
        try (Mirror mirror = ledger.open()) {
            assertRefused(signed(mirror, "d", STRANGER), SignaturePolicy.KEY_TRUSTED);
        }
    }

    @Test
    void where_it_is_known_whom_to_trust_only_they_sign_and_a_rotation_moves_that_on() {
        ledger.keys().trust(KEY, KeyUse.EVENTS).trust(RECOVERY, KeyUse.RECOVERY);
        try (Mirror mirror = ledger.open()) {
            assertMirrored(signed(mirror, "a", KEY));
            assertRefused(signed(mirror, "b", STRANGER), SignaturePolicy.KEY_TRUSTED);
            assertRefused(signed(mirror, "b", RECOVERY), SignaturePolicy.KEY_TRUSTED);
            assertRefused(signed(mirror, "b", NEXT), SignaturePolicy.KEY_TRUSTED);
            assertMirrored(unsigned(mirror, "unsigned"));

            assertMirrored(rotated(mirror, KEY, NEXT, KEY));

            assertRefused(signed(mirror, "b", KEY), SignaturePolicy.KEY_TRUSTED);
            assertMirrored(signed(mirror, "b", NEXT));
        }
        try (Mirror mirror = ledger.open()) {
            assertRefused(signed(mirror, "c", KEY), SignaturePolicy.KEY_TRUSTED);
            assertMirrored(signed(mirror, "c", NEXT));
            assertMirrored(mirror.revokeKey(NEXT.publicKey().id(), "lost", RECOVERY, TwinLedger.decision(mirror)));
            assertRefused(signed(mirror, "d", NEXT), SignaturePolicy.KEY_TRUSTED);
        }
        ledger.requireInParity();
    }

    @Test
    void only_the_key_concerned_or_one_for_recovery_may_say_that_it_ends() {
        ledger.keys().trust(KEY, KeyUse.EVENTS).trust(NEXT, KeyUse.EVENTS).trust(RECOVERY, KeyUse.RECOVERY);
        try (Mirror mirror = ledger.open()) {
            assertRefused(rotated(mirror, KEY, STRANGER, NEXT), SignaturePolicy.KEY_MAY_SAY_SO);
            assertRefused(rotated(mirror, KEY, STRANGER, STRANGER), SignaturePolicy.KEY_MAY_SAY_SO);
            assertRefused(
                    mirror.requireSignatures(true, STRANGER, TwinLedger.decision(mirror)),
                    SignaturePolicy.KEY_MAY_SAY_SO);
            assertThat(ledger.idsInLog()).isEmpty();

            assertMirrored(rotated(mirror, KEY, STRANGER, RECOVERY));
            assertMirrored(signed(mirror, "a", STRANGER));
        }
    }

    @Test
    void a_key_whose_time_is_over_signs_no_more_from_then_on() {
        EventTime end = EventTime.parse("end", "2026-11-23T12:00:00Z");
        ledger.keys()
                .trust(new TrustedKey(
                        KEY.publicKey(), "a@example.com", Set.of(KeyUse.EVENTS), Optional.empty(), Optional.of(end)));
        try (Mirror mirror = ledger.open()) {
            assertMirrored(signed(mirror, "a", KEY));
            ledger.clock().set(java.time.Instant.parse("2026-11-23T12:00:00Z"));

            assertRefused(signed(mirror, "b", KEY), SignaturePolicy.KEY_TRUSTED);
        }
    }

    @Test
    void an_append_behind_the_rotation_of_its_key_is_judged_with_the_rotation_though_it_was_queued_with_it()
            throws Exception {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            BlockedForce force = BlockedForce.on(ledger);
            mirror.appendAsync(TwinLedger.draft("first"), decision);
            force.awaitReached();
            CompletionStage<AppendAnswer> before = mirror.appendSignedAsync(TwinLedger.draft("before"), decision, KEY);
            CompletableFuture<AppendAnswer> rotation = new CompletableFuture<>();
            Thread rotating = new Thread(
                    () -> rotation.complete(mirror.rotateKey(KEY.publicKey().id(), NEXT.publicKey(), KEY, decision)));
            rotating.start();
            awaitParked(rotating);
            CompletionStage<AppendAnswer> behind = mirror.appendSignedAsync(TwinLedger.draft("behind"), decision, KEY);
            CompletionStage<AppendAnswer> byNext = mirror.appendSignedAsync(TwinLedger.draft("next"), decision, NEXT);
            force.letGo();

            assertMirrored(before.toCompletableFuture().join());
            assertMirrored(rotation.get());
            assertRefused(behind.toCompletableFuture().join(), SignaturePolicy.KEY_TRUSTED);
            assertMirrored(byNext.toCompletableFuture().join());
        }
        assertThat(ledger.idsInLog())
                .doesNotContain("behind")
                .startsWith("first", "before")
                .endsWith("next");
        ledger.requireInParity();
    }

    @Test
    void a_rotation_that_was_not_written_ends_no_key() {
        try (Mirror mirror = ledger.open()) {
            assertMirrored(signed(mirror, "a", KEY));
            ledger.log()
                    .failing(dev.diptych.contracts.files.FaultPlan.atNth(
                            dev.diptych.contracts.files.FileOperation.Kind.WRITE,
                            1,
                            dev.diptych.contracts.files.Fault.NO_SPACE));

            assertThat(rotated(mirror, KEY, NEXT, KEY)).isInstanceOf(AppendAnswer.NotWritten.class);

            assertMirrored(signed(mirror, "b", KEY));
        }
        ledger.requireInParity();
    }

    @Test
    void what_cannot_be_said_of_keys_is_invalid() {
        try (Mirror mirror = ledger.open()) {
            AppendAnswer toItself = rotated(mirror, KEY, KEY, KEY);
            AppendAnswer noReason = mirror.revokeKey(KEY.publicKey().id(), " ", KEY, TwinLedger.decision(mirror));

            assertThat(toItself)
                    .isInstanceOfSatisfying(
                            AppendAnswer.EventInvalid.class,
                            invalid -> assertThat(invalid.field()).isEqualTo("to"));
            assertThat(noReason)
                    .isInstanceOfSatisfying(
                            AppendAnswer.EventInvalid.class,
                            invalid -> assertThat(invalid.field()).isEqualTo("reason"));
            assertThat(noReason.message()).contains("Nothing was written");
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }

    private static AppendAnswer rotated(Mirror mirror, TwinSigner from, TwinSigner to, TwinSigner by) {
        return mirror.rotateKey(from.publicKey().id(), to.publicKey(), by, TwinLedger.decision(mirror));
    }

    private static AppendAnswer signed(Mirror mirror, String id, TwinSigner by) {
        return mirror.appendSigned(TwinLedger.draft(id), TwinLedger.decision(mirror), by);
    }

    private static AppendAnswer unsigned(Mirror mirror, String id) {
        return mirror.append(TwinLedger.draft(id), TwinLedger.decision(mirror));
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void assertMirrored(AppendAnswer answer) {
        assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
    }

    private static void assertRefused(AppendAnswer answer, PolicyRuleId rule) {
        assertThat(answer).isInstanceOfSatisfying(AppendAnswer.PolicyRefused.class, refused -> {
            assertThat(refused.rule()).isEqualTo(rule);
            assertThat(refused.outcome()).isEqualTo(PolicyOutcome.REJECT);
            assertThat(refused.message()).contains(rule.value(), "expected", "found", "Nothing was written. Next:");
        });
    }
}
