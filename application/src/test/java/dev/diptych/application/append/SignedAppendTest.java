package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.policy.BreakGlassAuthorization;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What appending with a signature writes, and what it answers. */
class SignedAppendTest {
    private static final TwinSigner KEY = TwinSigner.of(1);
    private static final TwinSigner OTHER_KEY = TwinSigner.of(2);

    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_signed_event_names_its_key_and_its_signature_is_good_in_both_copies() {
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer = mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), KEY);

            assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
            assertWellSigned(
                    mirror.find(answer.receipt().orElseThrow().sequence()).orElseThrow(), KEY);
        }
        assertWellSigned(ledger.inLog(1), KEY);
        ledger.requireInParity();
    }

    @Test
    void a_list_is_signed_event_by_event() {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            drafts.add(TwinLedger.draft("e-" + i));
        }
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.appendAllSigned(drafts, TwinLedger.decision(mirror), KEY))
                    .isInstanceOf(ListAnswer.AllRecorded.class);
            assertThat(mirror.appendAllSignedAsync(
                                    List.of(TwinLedger.draft("f")), TwinLedger.decision(mirror), OTHER_KEY)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(ListAnswer.AllRecorded.class);
            assertThat(mirror.appendSignedAsync(TwinLedger.draft("g"), TwinLedger.decision(mirror), KEY)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        for (int at = 1; at <= 100; at++) {
            assertWellSigned(ledger.inLog(at), KEY);
        }
        assertWellSigned(ledger.inLog(101), OTHER_KEY);
        assertWellSigned(ledger.inLog(102), KEY);
        ledger.requireInParity();
    }

    @Test
    void a_signed_event_tried_again_by_the_same_key_was_recorded_before() {
        try (Mirror mirror = ledger.open()) {
            mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), KEY);

            assertThat(mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), KEY))
                    .isInstanceOf(AppendAnswer.AlreadyRecorded.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void an_event_without_a_signature_or_with_another_keys_does_not_answer_for_a_signed_one() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "unsigned");
            mirror.appendSigned(TwinLedger.draft("signed"), TwinLedger.decision(mirror), KEY);

            assertConflictOfKeys(
                    mirror.appendSigned(TwinLedger.draft("unsigned"), TwinLedger.decision(mirror), KEY), 1);
            assertConflictOfKeys(
                    mirror.appendSigned(TwinLedger.draft("signed"), TwinLedger.decision(mirror), OTHER_KEY), 2);
            assertConflictOfKeys(mirror.append(TwinLedger.draft("signed"), TwinLedger.decision(mirror)), 2);
        }
        assertThat(ledger.idsInLog()).containsExactly("unsigned", "signed");
    }

    @Test
    void broken_glass_is_signed_by_whoever_signs_the_event() {
        PolicyRuleId limit = new PolicyRuleId("billing.daily_limit");
        try (Mirror mirror = ledger.open()) {
            PolicyDecision brokenOpen = mirror.decide(
                    List.of(PolicyContribution.overridable(limit, PolicyOutcome.REJECT, "limit of 500 reached")),
                    Optional.of(new BreakGlassAuthorization(
                            "ops@example.com",
                            limit,
                            "INC-4711",
                            EventTime.parse("from", "2026-11-23T09:00:00Z"),
                            EventTime.parse("until", "2026-11-23T23:00:00Z"),
                            "approved by two")));

            assertThat(mirror.appendSigned(TwinLedger.draft("a"), brokenOpen, KEY))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.inLog(1).type().isOwn()).isTrue();
        assertWellSigned(ledger.inLog(1), KEY);
        assertWellSigned(ledger.inLog(2), KEY);
        ledger.requireInParity();
    }

    @Test
    void a_list_that_only_its_signatures_make_too_large_is_refused_before_anything_is_signed() {
        int unsigned = EventSealer.lineBytesMax(drafted("a", Optional.empty()));
        int signed = EventSealer.lineBytesMax(
                drafted("a", Optional.of(KEY.publicKey().id())));
        assertThat(signed).isGreaterThan(unsigned + 86);
        ledger.with(MirrorSettings.DEFAULT.withLimits(new Limits(
                Limits.FORMAT.lineBytesMax(),
                3 * unsigned + 3,
                Limits.FORMAT.payloadNestingMax(),
                Limits.FORMAT.tagsMax(),
                Limits.FORMAT.numberCharactersMax())));
        List<EventDraft> three = List.of(TwinLedger.draft("a"), TwinLedger.draft("b"), TwinLedger.draft("c"));
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.appendAllSigned(three, TwinLedger.decision(mirror), KEY))
                    .isInstanceOfSatisfying(
                            ListAnswer.NoneRecorded.class,
                            none -> assertThat(none.answer()).isInstanceOf(AppendAnswer.EventInvalid.class));
            assertThat(mirror.appendAll(three, TwinLedger.decision(mirror))).isInstanceOf(ListAnswer.AllRecorded.class);
        }
    }

    private static DraftedEvent drafted(String id, Optional<KeyId> key) {
        EventDraft draft = TwinLedger.draft(id);
        return new DraftedEvent(draft, new EventId(id), Payload.read(draft.payload(), TwinPayloadReader.FORMAT), key);
    }

    private static void assertConflictOfKeys(AppendAnswer answer, long sequence) {
        assertThat(answer).isInstanceOfSatisfying(AppendAnswer.EventConflict.class, conflict -> {
            assertThat(conflict.fields()).containsExactly("key_id");
            assertThat(conflict.recorded().orElseThrow().sequence().value()).isEqualTo(sequence);
        });
    }

    private void assertWellSigned(SealedEvent event, TwinSigner by) {
        assertThat(event.keyId()).contains(by.publicKey().id());
        assertThat(new TwinSignatureVerifier()
                        .verify(
                                by.publicKey(),
                                LineSigning.message(new LedgerId(ledger.inLog(1).previousHash()), event.hash()),
                                event.signature().orElseThrow()))
                .isTrue();
    }
}
