package dev.diptych.application.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.twins.TwinCallersTransaction;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.NotOurTransactionException;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import org.junit.jupiter.api.Test;

/** Mirroring exactly one sealed event, in a transaction of its own and in the caller's. */
class SingleEventMirrorTest {
    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_pending_event_is_inserted_and_its_append_is_then_already_recorded() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            pend(mirror, "b");

            assertThat(mirror.mirrorSealedEvent(ledger.inLog(2)))
                    .isEqualTo(new MirrorSingleEventOutcome.Inserted(Sequence.of(2)));

            assertThat(mirror.find(Sequence.of(2))).isPresent();
            assertThat(mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            ledger.append(mirror, "c");
        }
        ledger.requireInParity();
    }

    @Test
    void the_first_event_of_all_tells_the_store_its_ledger() {
        try (Mirror mirror = ledger.open()) {
            pend(mirror, "a");

            assertThat(mirror.mirrorSealedEvent(ledger.inLog(1))).isInstanceOf(MirrorSingleEventOutcome.Inserted.class);
        }
        ledger.requireInParity();
    }

    @Test
    void an_event_that_is_there_is_already_present_at_any_sequence() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.append(mirror, "b");

            assertThat(mirror.mirrorSealedEvent(ledger.inLog(1)))
                    .isEqualTo(new MirrorSingleEventOutcome.AlreadyPresent(Sequence.FIRST));
        }
    }

    @Test
    void an_event_with_the_id_of_another_is_refused_with_the_fields() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            SealedEvent other = sealedBehind(ledger.inLog(1), "a");

            assertThat(mirror.mirrorSealedEvent(other))
                    .isInstanceOfSatisfying(MirrorSingleEventOutcome.Refused.class, refused -> {
                        assertThat(refused.reason())
                                .isInstanceOfSatisfying(
                                        MirrorSingleEventOutcome.Differs.class,
                                        differs -> assertThat(differs.fields()).contains("seq", "event_hash"));
                        assertThat(refused.message()).contains("Nothing was written");
                    });
        }
        ledger.requireInParity();
    }

    @Test
    void an_event_that_is_not_the_stores_next_is_refused_with_the_one_that_is() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().beBusyFor(Integer.MAX_VALUE);
            mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror));
            mirror.append(TwinLedger.draft("c"), TwinLedger.decision(mirror));
            ledger.store().beBusyFor(0);

            assertThat(reason(mirror.mirrorSealedEvent(ledger.inLog(3))))
                    .isEqualTo(new MirrorSingleEventOutcome.NotNext(Sequence.of(2)));
        }
        ledger.requireInParity();
    }

    @Test
    void an_event_that_the_log_does_not_hold_is_refused() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");

            assertThat(reason(mirror.mirrorSealedEvent(sealedBehind(ledger.inLog(1), "stranger"))))
                    .isInstanceOf(MirrorSingleEventOutcome.NotInLog.class);
        }
        ledger.requireInParity();
    }

    @Test
    void an_event_whose_line_in_the_log_is_damaged_is_refused() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            pend(mirror, "b");
            SealedEvent second = ledger.inLog(2);
            ledger.log().damageByte(ledger.inLog(1).lineLength() + second.lineLength() - 5);

            assertThat(reason(mirror.mirrorSealedEvent(second))).isInstanceOf(MirrorSingleEventOutcome.NotInLog.class);
        }
    }

    @Test
    void a_busy_store_is_an_answer_and_trying_again_helps() {
        try (Mirror mirror = ledger.open()) {
            pend(mirror, "a");
            ledger.store().beBusyFor(1);

            assertThat(reason(mirror.mirrorSealedEvent(ledger.inLog(1))))
                    .isInstanceOf(MirrorSingleEventOutcome.StoreUnavailable.class);
            assertThat(mirror.mirrorSealedEvent(ledger.inLog(1))).isInstanceOf(MirrorSingleEventOutcome.Inserted.class);
        }
        ledger.requireInParity();
    }

    @Test
    void in_the_callers_transaction_the_event_comes_with_the_callers_own_changes_or_not_at_all() {
        try (Mirror mirror = ledger.open()) {
            pend(mirror, "a");
            SealedEvent event = ledger.inLog(1);

            TwinCallersTransaction abandoned = ledger.store().begin();
            abandoned.values().put("schema", "2");
            assertThat(mirror.mirrorSealedEvent(event, abandoned))
                    .isInstanceOf(MirrorSingleEventOutcome.Inserted.class);
            abandoned.rollback();
            assertThat(mirror.find(Sequence.FIRST)).isEmpty();
            assertThat(ledger.store().callersValues()).isEmpty();

            TwinCallersTransaction kept = ledger.store().begin();
            kept.values().put("schema", "2");
            assertThat(mirror.mirrorSealedEvent(event, kept)).isInstanceOf(MirrorSingleEventOutcome.Inserted.class);
            assertThat(mirror.mirrorSealedEvent(event, kept))
                    .isInstanceOf(MirrorSingleEventOutcome.AlreadyPresent.class);
            kept.commit();
            assertThat(mirror.find(Sequence.FIRST)).isPresent();
            assertThat(ledger.store().callersValues()).containsEntry("schema", "2");
        }
        ledger.requireInParity();
    }

    @Test
    void an_append_while_the_caller_holds_the_store_is_pending() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            TwinCallersTransaction held = ledger.store().begin();

            assertThat(mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.MirrorPending.class);

            held.rollback();
            ledger.append(mirror, "c");
        }
        ledger.requireInParity();
    }

    @Test
    void what_is_no_transaction_on_this_store_is_refused() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            SealedEvent event = ledger.inLog(1);

            assertThatThrownBy(() -> mirror.mirrorSealedEvent(event, "a transaction"))
                    .isInstanceOf(NotOurTransactionException.class);
        }
    }

    @Test
    void an_event_of_an_own_type_that_is_not_known_is_refused() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            SeededEvents events = SeededEvents.of(4);
            SealedEvent own = events.seal(
                            ledger.inLog(1).asHead(),
                            java.util.List.of(
                                    events.drafted(dev.diptych.domain.event.EventDraft.of("diptych.healed.v1", "{}")
                                            .withSource(dev.diptych.domain.event.EventSource.LEDGER))))
                    .get(0);

            assertThat(reason(mirror.mirrorSealedEvent(own))).isInstanceOf(MirrorSingleEventOutcome.Bound.class);
        }
    }

    private void pend(Mirror mirror, String id) {
        ledger.store().beBusyFor(1);
        assertThat(mirror.append(TwinLedger.draft(id), TwinLedger.decision(mirror)))
                .isInstanceOf(AppendAnswer.MirrorPending.class);
    }

    private static SealedEvent sealedBehind(SealedEvent before, String id) {
        SeededEvents events = SeededEvents.of(8);
        return events.seal(before.asHead(), java.util.List.of(events.drafted(TwinLedger.draft(id))))
                .get(0);
    }

    private static MirrorSingleEventOutcome.Reason reason(MirrorSingleEventOutcome outcome) {
        return ((MirrorSingleEventOutcome.Refused) outcome).reason();
    }
}
