package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.policy.SignaturePolicy;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What opening, replaying and mirroring make of the ledger's own events about keys. */
class KeyEventsAtOpeningTest {
    private static final TwinSigner KEY = TwinSigner.of(1);
    private static final TwinSigner OTHER = TwinSigner.of(2);

    @Test
    void what_the_ledger_says_of_keys_is_known_again_after_any_number_of_such_events() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            for (int i = 0; i < 600; i++) {
                mirror.requireSignatures(i % 2 == 0, KEY, mirror.decide());
            }
            mirror.requireSignatures(true, KEY, mirror.decide());
            mirror.revokeKey(KEY.publicKey().id(), "done", KEY, mirror.decide());
        }
        try (Mirror mirror = ledger.open()) {
            assertRefused(mirror.append(TwinLedger.draft("a"), mirror.decide()), SignaturePolicy.SIGNATURE_REQUIRED);
            assertRefused(
                    mirror.appendSigned(TwinLedger.draft("a"), mirror.decide(), KEY), SignaturePolicy.KEY_TRUSTED);
            assertThat(mirror.appendSigned(TwinLedger.draft("a"), mirror.decide(), OTHER))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        ledger.requireInParity();
    }

    @Test
    void key_events_that_only_the_log_has_are_rolled_forward_and_known() {
        TwinLedger ledger = TwinLedger.of(1);
        add(ledger, new KeyEvent.SignaturesRequired(true), Optional.of(KEY), KEY);

        try (Mirror mirror = ledger.open()) {
            assertRefused(mirror.append(TwinLedger.draft("a"), mirror.decide()), SignaturePolicy.SIGNATURE_REQUIRED);
        }
        ledger.requireInParity();
    }

    @Test
    void a_key_event_of_somebody_without_the_right_or_with_a_forged_signature_changes_nothing() {
        TwinLedger ledger = TwinLedger.of(1);
        ledger.keys().trust(KEY, KeyUse.EVENTS);
        add(ledger, new KeyEvent.SignaturesRequired(true), Optional.of(OTHER), OTHER);
        add(ledger, new KeyEvent.SignaturesRequired(true), Optional.of(KEY), OTHER);
        add(ledger, new KeyEvent.Revoked(KEY.publicKey().id(), "forged"), Optional.of(KEY), OTHER);
        add(ledger, new KeyEvent.SignaturesRequired(true), Optional.empty(), OTHER);

        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "unsigned");
            assertThat(mirror.appendSigned(TwinLedger.draft("signed"), mirror.decide(), KEY))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        ledger.requireInParity();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diptych.key.signatures.v1 | {\"required\":\"yes\"}",
                "diptych.key.rotated.v1    | {\"from\":\"a\"}",
                "diptych.key.added.v1      | {}",
            })
    void what_is_said_of_keys_and_not_known_is_read_and_not_written_behind(String type, String payload) {
        TwinLedger ledger = TwinLedger.of(1);
        SealedEvent unknown = add(ledger, EventDraft.of(type, payload), Optional.empty(), KEY);

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.UnknownVersion.class,
                        refusal -> assertThat(refusal.message()).contains(type, "newer program"));
        assertThat(ledger.application().replayLog().replay(Progress.UNSEEN))
                .isInstanceOfSatisfying(
                        ReplayAnswer.Stopped.class,
                        stopped -> assertThat(stopped.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class));

        ledger.store().putRow(unknown);
        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
        assertThat(ledger.application().replayLog().replay(Progress.UNSEEN))
                .isInstanceOfSatisfying(
                        ReplayAnswer.NotBegun.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class));
    }

    @Test
    void a_single_event_about_keys_is_mirrored_if_it_is_understood() {
        TwinLedger ledger = TwinLedger.of(1);
        SeededEvents events = SeededEvents.of(4);
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(Integer.MAX_VALUE);
            AppendAnswer answer = mirror.requireSignatures(true, KEY, mirror.decide());
            assertThat(answer).isInstanceOf(AppendAnswer.MirrorPending.class);
            ledger.store().beBusyFor(0);

            assertThat(mirror.mirrorSealedEvent(ledger.inLog(2))).isInstanceOf(MirrorSingleEventOutcome.Inserted.class);
            SealedEvent unknown = events.seal(
                            ledger.inLog(2).asHead(),
                            List.of(events.drafted(EventDraft.of("diptych.key.signatures.v1", "{}")
                                    .withSource(EventSource.LEDGER))))
                    .get(0);
            assertThat(mirror.mirrorSealedEvent(unknown))
                    .isInstanceOfSatisfying(
                            MirrorSingleEventOutcome.Refused.class,
                            refused -> assertThat(refused.message()).contains("does not understand"));
        }
        ledger.requireInParity();
    }

    @Test
    void where_the_trusted_keys_cannot_be_read_nothing_is_opened_or_made() {
        TwinLedger ledger = TwinLedger.empty();
        MirrorParts good = ledger.parts();
        MirrorParts parts = new MirrorParts(
                good.log(),
                good.store(),
                good.sealing(),
                good.reading(),
                good.ids(),
                good.random(),
                good.clock(),
                good.spools(),
                () -> {
                    throw new KeysUnusableException("line 3 of trusted cannot be understood");
                },
                good.signatures(),
                good.trees(),
                good.deadlines(),
                good.hold(),
                good.copies(),
                good.settings());

        String refusal = new MirrorApplication(parts)
                .openMirror()
                .open()
                .fold(opened -> "opened", refused -> refused.refusal().message());

        assertThat(refusal).isEqualTo("line 3 of trusted cannot be understood");
        assertThat(ledger.parts().store().presence().exists()).isFalse();
    }

    private static SealedEvent add(TwinLedger ledger, KeyEvent said, Optional<TwinSigner> named, EventSigner signs) {
        return add(ledger, EventDraft.of(said.type().value(), said.json()), named, signs);
    }

    /** Adds an event to the log that names one key and is signed by another. */
    private static SealedEvent add(TwinLedger ledger, EventDraft draft, Optional<TwinSigner> named, EventSigner signs) {
        int newest = ledger.idsInLog().size();
        DraftedEvent drafted =
                SeededEvents.of(4).drafted(draft.withSource(EventSource.LEDGER).withId(new EventId("own-" + newest)));
        DraftedEvent keyed = new DraftedEvent(
                drafted.draft(),
                drafted.id(),
                drafted.payload(),
                named.map(by -> by.publicKey().id()));
        SealedEvent event = new EventSealer()
                .seal(
                        List.of(keyed),
                        ledger.inLog(newest).asHead(),
                        EventTime.parse("recorded_at", "2026-11-23T11:00:00Z"),
                        new LedgerId(ledger.inLog(1).previousHash()),
                        lines -> lines.stream()
                                .map(LineSigning.Line::message)
                                .map(signs::sign)
                                .toList())
                .get(0);
        ledger.log().addBytes(event.toLine());
        return event;
    }

    private static void assertRefused(AppendAnswer answer, dev.diptych.domain.policy.PolicyRuleId rule) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        AppendAnswer.PolicyRefused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(rule));
    }
}
