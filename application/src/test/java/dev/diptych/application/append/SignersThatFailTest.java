package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.BlockedForce;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.SigningFailedException;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A key that cannot sign refuses its own appends, before anything is written, and nobody else's. */
class SignersThatFailTest {
    private static final TwinSigner GOOD = TwinSigner.of(1);

    private final TwinLedger ledger = TwinLedger.empty();
    private final FailingSigner failing = new FailingSigner(TwinSigner.of(2));

    @Test
    void a_key_that_cannot_sign_from_the_outset_writes_nothing_and_its_reason_is_told() {
        failing.throwing(new SigningFailedException("the card was pulled out", new IllegalStateException()));
        try (Mirror mirror = ledger.open()) {
            assertNotWritten(
                    mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), failing),
                    failing.publicKey().id().value(),
                    "the card was pulled out",
                    "Nothing was written");

            failing.mend();
            assertThat(mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), failing))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void a_key_that_fails_later_refuses_its_appends_until_it_signs_again() {
        try (Mirror mirror = ledger.open()) {
            mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), failing);
            failing.throwing(new SigningFailedException("the card was pulled out", new IllegalStateException()));

            assertNotWritten(
                    mirror.appendSigned(TwinLedger.draft("b"), TwinLedger.decision(mirror), failing),
                    "the card was pulled out");
            assertThat(mirror.appendAllSigned(
                            List.of(TwinLedger.draft("b"), TwinLedger.draft("c")),
                            TwinLedger.decision(mirror),
                            failing))
                    .isInstanceOfSatisfying(
                            ListAnswer.NoneRecorded.class, none -> assertNotWritten(none.answer(), "pulled out"));

            failing.mend();
            assertThat(mirror.appendSigned(TwinLedger.draft("b"), TwinLedger.decision(mirror), failing))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a", "b");
        ledger.requireInParity();
    }

    @Test
    void the_rest_of_a_shared_batch_is_written_in_its_order_without_those_who_cannot_sign() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            mirror.appendSigned(TwinLedger.draft("known"), decision, failing);
            long before = ledger.forces();
            BlockedForce force = BlockedForce.on(ledger);
            List<CompletionStage<AppendAnswer>> good = new ArrayList<>();
            List<CompletionStage<AppendAnswer>> bad = new ArrayList<>();
            good.add(mirror.appendAsync(TwinLedger.draft("first"), decision));
            force.awaitReached();
            for (int i = 0; i < 30; i++) {
                good.add(mirror.appendAsync(TwinLedger.draft("unsigned-" + i), decision));
                bad.add(mirror.appendSignedAsync(TwinLedger.draft("bad-" + i), decision, failing));
                good.add(mirror.appendSignedAsync(TwinLedger.draft("good-" + i), decision, GOOD));
            }
            failing.throwing(new IllegalStateException("nobody foresaw this"));
            force.letGo();

            good.forEach(stage -> assertThat(ended(stage)).isInstanceOf(AppendAnswer.Mirrored.class));
            bad.forEach(stage -> assertNotWritten(ended(stage), "nobody foresaw this"));
            assertThat(ledger.forces() - before).isEqualTo(2);
        }
        List<String> ids = ledger.idsInLog();
        assertThat(ids).hasSize(62).startsWith("known", "first", "unsigned-0", "good-0", "unsigned-1", "good-1");
        assertThat(ledger.inLog(3).batch().last()).isEqualTo(62);
        ledger.requireInParity();
    }

    @Test
    void two_keys_that_fail_in_one_batch_are_both_refused_and_the_third_is_not() {
        FailingSigner other = new FailingSigner(TwinSigner.of(3));
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            mirror.appendSigned(TwinLedger.draft("a"), decision, failing);
            mirror.appendSigned(TwinLedger.draft("b"), decision, other);
            BlockedForce force = BlockedForce.on(ledger);
            mirror.appendAsync(TwinLedger.draft("first"), decision);
            force.awaitReached();
            CompletionStage<AppendAnswer> one = mirror.appendSignedAsync(TwinLedger.draft("c"), decision, failing);
            CompletionStage<AppendAnswer> two = mirror.appendSignedAsync(TwinLedger.draft("d"), decision, other);
            CompletionStage<AppendAnswer> three = mirror.appendSignedAsync(TwinLedger.draft("e"), decision, GOOD);
            failing.throwing(new AssertionError("an error, not an exception"));
            other.doing(() -> null);
            force.letGo();

            assertNotWritten(ended(one), "an error, not an exception");
            assertNotWritten(ended(two), "no signature");
            assertThat(ended(three)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a", "b", "first", "e");
    }

    @Test
    void a_request_that_waited_for_one_that_could_not_be_signed_takes_its_id() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = TwinLedger.decision(mirror);
            mirror.appendSigned(TwinLedger.draft("a"), decision, failing);
            BlockedForce force = BlockedForce.on(ledger);
            mirror.appendAsync(TwinLedger.draft("first"), decision);
            force.awaitReached();
            CompletionStage<AppendAnswer> unsignable =
                    mirror.appendSignedAsync(TwinLedger.draft("b"), decision, failing);
            EventDraft sameId = TwinLedger.draft("b").withPayload(JsonText.of("0"));
            CompletionStage<AppendAnswer> waits = mirror.appendAsync(sameId, decision);
            failing.throwing(new IllegalStateException("not now"));
            force.letGo();

            assertNotWritten(ended(unsignable), "not now");
            assertThat(ended(waits)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a", "first", "b");
    }

    @Test
    void a_signer_whose_signatures_are_another_keys_is_refused_and_the_ledger_has_none_of_them() {
        EventSigner torn = new EventSigner() {
            @Override
            public VerifyingKey publicKey() {
                return GOOD.publicKey();
            }

            @Override
            public EventSignature sign(byte[] message) {
                return TwinSigner.of(9).sign(message);
            }
        };
        try (Mirror mirror = ledger.open()) {
            assertNotWritten(
                    mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), torn),
                    GOOD.publicKey().id().value(),
                    "not fit to sign");
            assertNotWritten(
                    mirror.appendSigned(TwinLedger.draft("b"), TwinLedger.decision(mirror), torn), "not fit to sign");
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }

    @Test
    void a_signer_that_cannot_tell_its_key_is_refused() {
        EventSigner keyless = new EventSigner() {
            @Override
            public VerifyingKey publicKey() {
                throw new IllegalStateException("no card");
            }

            @Override
            public EventSignature sign(byte[] message) {
                return GOOD.sign(message);
            }
        };
        try (Mirror mirror = ledger.open()) {
            assertNotWritten(
                    mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), keyless), "no card");
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }

    private static void assertNotWritten(AppendAnswer answer, String... saying) {
        assertThat(answer).isInstanceOf(AppendAnswer.NotWritten.class);
        assertThat(answer.message()).contains(saying);
    }

    private static AppendAnswer ended(CompletionStage<AppendAnswer> stage) {
        return stage.toCompletableFuture().join();
    }
}
