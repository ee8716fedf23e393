package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.BlockedForce;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.JsonText;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An id that comes again: with the same content, and with other content. */
class DuplicatesTest {
    private static final EventTime NOON = EventTime.parse("observed_at", "2026-11-23T12:00:00Z");
    private static final EventTime LATER = EventTime.parse("observed_at", "2026-11-23T12:00:01Z");

    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void the_same_event_again_is_already_recorded_and_nothing_is_written() {
        try (Mirror mirror = ledger.open()) {
            AppendReceipt first = ledger.append(mirror, "a").durable();
            long forces = ledger.forces();

            AppendAnswer again = append(mirror, TwinLedger.draft("a"));

            assertThat(again).isEqualTo(new AppendAnswer.AlreadyRecorded(first));
            assertThat(again.message()).contains("recorded before", "Nothing was written");
            assertThat(ledger.forces()).isEqualTo(forces);
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void the_same_event_after_reopening_is_already_recorded() {
        AppendReceipt first;
        try (Mirror mirror = ledger.open()) {
            first = ledger.append(mirror, "a").durable();
        }
        try (Mirror mirror = ledger.open()) {
            assertThat(append(mirror, TwinLedger.draft("a"))).isEqualTo(new AppendAnswer.AlreadyRecorded(first));
        }
    }

    @Test
    void the_same_id_with_other_content_is_a_conflict_that_names_the_fields() {
        try (Mirror mirror = ledger.open()) {
            AppendReceipt first = ledger.append(mirror, "a").durable();

            AppendAnswer other =
                    append(mirror, EventDraft.of("com.example.other.v1", "2").withId(new EventId("a")));

            assertThat(other).isInstanceOfSatisfying(AppendAnswer.EventConflict.class, conflict -> {
                assertThat(conflict.recorded()).contains(first);
                assertThat(conflict.fields()).containsExactly("event_type", "payload");
                assertThat(conflict.message()).contains("sequence 1", "event_type, payload", "Nothing was written");
            });
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void white_space_in_a_payload_is_no_difference_and_another_spelling_is_one() {
        try (Mirror mirror = ledger.open()) {
            EventDraft draft =
                    EventDraft.of("com.example.noted.v1", "{\"n\":1.0}").withId(new EventId("a"));
            append(mirror, draft);

            assertThat(append(mirror, draft.withPayload(JsonText.of(" { \"n\" : 1.0 } "))))
                    .isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            assertThat(append(mirror, draft.withPayload(JsonText.of("{\"n\":1.00}"))))
                    .isInstanceOf(AppendAnswer.EventConflict.class);
        }
    }

    @Test
    void a_time_that_the_draft_leaves_out_is_not_compared_and_one_that_it_gives_is() {
        EventDraft timed = TwinLedger.draft("a").withObservedAt(NOON);
        try (Mirror mirror = ledger.open()) {
            append(mirror, timed);

            assertThat(append(mirror, TwinLedger.draft("a"))).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            assertThat(append(mirror, timed)).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            assertThat(append(mirror, timed.withObservedAt(LATER)))
                    .isInstanceOfSatisfying(
                            AppendAnswer.EventConflict.class,
                            conflict -> assertThat(conflict.fields()).containsExactly("observed_at"));
        }
    }

    @Test
    void drafts_without_an_id_are_never_duplicates() {
        EventDraft draft = EventDraft.of("com.example.noted.v1", "1");
        try (Mirror mirror = ledger.open()) {
            assertThat(append(mirror, draft)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(append(mirror, draft)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void the_second_of_two_equal_drafts_of_a_list_is_already_recorded() {
        try (Mirror mirror = ledger.open()) {
            List<AppendAnswer> answers = ledger.appendAll(mirror, "a", "b", "a");

            assertThat(answers.get(0)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(answers.get(2)).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            assertThat(answers.get(2).receipt()).isEqualTo(answers.get(0).receipt());
        }
        assertThat(ledger.idsInLog()).containsExactly("a", "b");
        ledger.requireInParity();
    }

    @Test
    void two_different_events_of_one_id_in_a_list_refuse_the_whole_list() {
        try (Mirror mirror = ledger.open()) {
            ListAnswer answer = mirror.appendAll(
                    List.of(
                            TwinLedger.draft("a"),
                            TwinLedger.draft("b"),
                            TwinLedger.draft("a").withPayload(JsonText.of("0"))),
                    TwinLedger.decision(mirror));

            assertThat(answer).isInstanceOfSatisfying(ListAnswer.NoneRecorded.class, none -> {
                assertThat(none.index()).isEqualTo(2);
                assertThat(none.answer()).isInstanceOfSatisfying(AppendAnswer.EventConflict.class, conflict -> {
                    assertThat(conflict.recorded()).isEmpty();
                    assertThat(conflict.fields()).containsExactly("payload");
                });
            });
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }

    @Test
    void a_list_with_events_that_are_there_already_records_the_others() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "b");

            List<AppendAnswer> answers = ledger.appendAll(mirror, "a", "b", "c");

            assertThat(answers.get(0)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(answers.get(1)).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            assertThat(answers.get(2)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("b", "a", "c");
        ledger.requireInParity();
    }

    @Test
    void two_callers_with_the_same_event_in_one_batch_get_one_event_and_one_receipt() {
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.on(ledger);
            CompletionStage<AppendAnswer> opener = appendAsync(mirror, TwinLedger.draft("opener"));
            force.awaitReached();
            CompletionStage<AppendAnswer> first = appendAsync(mirror, TwinLedger.draft("twice"));
            CompletionStage<AppendAnswer> second = appendAsync(mirror, TwinLedger.draft("twice"));
            force.letGo();

            assertThat(ended(opener)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(ended(first)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(ended(second)).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
            assertThat(ended(second).receipt()).isEqualTo(ended(first).receipt());
        }
        assertThat(ledger.idsInLog()).containsExactly("opener", "twice");
    }

    @Test
    void two_callers_with_one_id_and_different_content_in_one_batch_get_a_conflict_with_what_was_recorded() {
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.on(ledger);
            appendAsync(mirror, TwinLedger.draft("opener"));
            force.awaitReached();
            CompletionStage<AppendAnswer> first = appendAsync(mirror, TwinLedger.draft("one"));
            CompletionStage<AppendAnswer> other =
                    appendAsync(mirror, TwinLedger.draft("one").withPayload(JsonText.of("0")));
            CompletionStage<AppendAnswer> behind = appendAsync(mirror, TwinLedger.draft("behind"));
            force.letGo();

            assertThat(ended(other))
                    .isInstanceOfSatisfying(
                            AppendAnswer.EventConflict.class,
                            conflict -> assertThat(conflict.recorded())
                                    .isEqualTo(ended(first).receipt()));
            assertThat(ended(behind)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("opener", "one", "behind");
        ledger.requireInParity();
    }

    @Test
    void a_duplicate_of_an_event_in_flight_joins_its_fate_when_the_force_succeeds() {
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.on(ledger);
            CompletionStage<AppendAnswer> first = appendAsync(mirror, TwinLedger.draft("a"));
            force.awaitReached();
            CompletionStage<AppendAnswer> second = appendAsync(mirror, TwinLedger.draft("a"));
            force.letGo();

            assertThat(ended(first)).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(ended(second)).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void a_duplicate_of_an_event_whose_force_fails_was_not_written() {
        try (Mirror mirror = ledger.open()) {
            BlockedForce force = BlockedForce.failing(ledger, Fault.ERROR);
            CompletionStage<AppendAnswer> first = appendAsync(mirror, TwinLedger.draft("a"));
            force.awaitReached();
            CompletionStage<AppendAnswer> second = appendAsync(mirror, TwinLedger.draft("a"));
            force.letGo();

            assertThat(ended(first)).isInstanceOf(AppendAnswer.OutcomeUnknown.class);
            assertThat(ended(second)).isInstanceOf(AppendAnswer.NotWritten.class);
            ledger.log().failing(FaultPlan.NONE);
        }
    }

    @Test
    void a_duplicate_of_a_pending_event_is_pending_with_the_first_receipt() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "before");
            ledger.store().beBusyFor(2);
            AppendAnswer first = append(mirror, TwinLedger.draft("a"));

            AppendAnswer second = append(mirror, TwinLedger.draft("a"));

            assertThat(first).isInstanceOf(AppendAnswer.MirrorPending.class);
            assertThat(second).isInstanceOf(AppendAnswer.MirrorPending.class);
            assertThat(second.receipt()).isEqualTo(first.receipt());
            assertThat(append(mirror, TwinLedger.draft("a").withPayload(JsonText.of("0"))))
                    .isInstanceOf(AppendAnswer.EventConflict.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("before", "a");
    }

    @Test
    void an_id_whose_row_is_damaged_cannot_be_judged_and_nothing_is_written() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().editRow(1, dev.diptych.contracts.events.RowColumn.PAYLOAD, "0");

            AppendAnswer answer = append(mirror, TwinLedger.draft("a"));

            assertThat(answer).isInstanceOf(AppendAnswer.NotWritten.class);
            assertThat(answer.message()).contains("cannot tell whether id a is taken");
            assertThat(mirror.state().head().orElseThrow().sequence()).isEqualTo(Sequence.FIRST);
        }
    }

    @Test
    void an_id_cannot_be_judged_while_the_store_cannot_be_read_and_the_writer_survives_that() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().setFailing(true);

            AppendAnswer answer = append(mirror, TwinLedger.draft("a"));

            assertThat(answer).isInstanceOf(AppendAnswer.NotWritten.class);
            assertThat(answer.message()).contains("cannot tell whether id a is taken", "nothing was written");
            ledger.store().setFailing(false);
            ledger.append(mirror, "a");
        }
        ledger.requireInParity();
    }

    private static AppendAnswer append(Mirror mirror, EventDraft draft) {
        return mirror.append(draft, TwinLedger.decision(mirror));
    }

    private static CompletionStage<AppendAnswer> appendAsync(Mirror mirror, EventDraft draft) {
        return mirror.appendAsync(draft, TwinLedger.decision(mirror));
    }

    private static AppendAnswer ended(CompletionStage<AppendAnswer> stage) {
        return stage.toCompletableFuture().join();
    }
}
