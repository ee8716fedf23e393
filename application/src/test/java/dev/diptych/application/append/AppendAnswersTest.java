package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one append answers, and what is then in which copy. */
class AppendAnswersTest {
    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void an_event_ends_mirrored_and_is_in_both_copies() {
        EventDraft draft = EventDraft.of("com.example.order_placed.v1", " { \"total\" : 1.50 } ")
                .withId(new EventId("order-7"))
                .withSource(EventSource.named("tool", "shell"))
                .withObservedAt(EventTime.parse("observed_at", "2026-11-23T10:00:00.1234569+02:00"))
                .withTraceId(new TraceId("t-1"))
                .withSessionId(new SessionId("café \"7\""))
                .withTags(new DomainTags(List.of("orders", "b\\w")));
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer = mirror.append(draft, TwinLedger.decision(mirror));

            assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(answer.receipt().orElseThrow().sequence()).isEqualTo(Sequence.FIRST);
            assertThat(answer.message()).contains("order-7", "both copies", "sequence 1");
            assertThat(mirror.find(new EventId("order-7"))).contains(ledger.inLog(1));
            assertThat(ledger.inLog(1).payload()).hasToString("{\"total\":1.50}");
            assertThat(ledger.inLog(1).observedAt().text()).isEqualTo("2026-11-23T08:00:00.123456Z");
            assertThat(mirror.state().head()).contains(ledger.inLog(1).asHead());
        }
        ledger.requireInParity();
    }

    @Test
    void a_draft_without_an_id_gets_one_and_without_a_time_the_sealers() {
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer =
                    mirror.append(EventDraft.of("com.example.noted.v1", "1"), TwinLedger.decision(mirror));

            assertThat(answer.receipt().orElseThrow().id().value()).startsWith("evt_");
            assertThat(ledger.inLog(1).observedAt()).isEqualTo(ledger.inLog(1).recordedAt());
        }
    }

    @Test
    void a_clock_that_runs_backwards_changes_times_and_not_the_order() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "first");
            ledger.clock().set(java.time.Instant.parse("2020-01-01T00:00:00Z"));
            ledger.append(mirror, "second");
        }

        assertThat(ledger.idsInLog()).containsExactly("first", "second");
        assertThat(ledger.inLog(2).recordedAt()).isLessThan(ledger.inLog(1).recordedAt());
        ledger.requireInParity();
    }

    @Test
    void a_type_of_the_ledgers_own_is_refused() {
        assertInvalid(EventDraft.of("diptych.healed.v1", "{}"), "event_type");
    }

    @Test
    void a_payload_that_is_not_strict_json_is_refused() {
        assertInvalid(EventDraft.of("com.example.noted.v1", "{\"a\":1,\"\\u0061\":2}"), "payload");
        assertInvalid(EventDraft.of("com.example.noted.v1", "{\"a\":}"), "payload");
    }

    @Test
    void a_draft_whose_line_would_be_too_long_is_refused() {
        String long_ = "\"" + "x".repeat(Limits.FORMAT.lineBytesMax()) + "\"";

        assertInvalid(EventDraft.of("com.example.noted.v1", long_), "payload");
    }

    @Test
    void more_tags_than_configured_are_refused() {
        Limits format = Limits.FORMAT;
        ledger.with(MirrorSettings.DEFAULT.withLimits(new Limits(
                format.lineBytesMax(),
                format.batchBytesMax(),
                format.payloadNestingMax(),
                1,
                format.numberCharactersMax())));

        assertInvalid(
                EventDraft.of("com.example.noted.v1", "1").withTags(new DomainTags(List.of("a", "b"))), "domain_tags");
    }

    @Test
    void a_list_is_recorded_as_one_batch_with_one_force() {
        try (Mirror mirror = ledger.open()) {
            long before = ledger.forces();
            List<AppendAnswer> answers = ledger.appendAll(mirror, "a", "b", "c");

            assertThat(answers).hasSize(3).allMatch(answer -> answer instanceof AppendAnswer.Mirrored);
            assertThat(ledger.forces() - before).isEqualTo(1);
        }
        assertThat(ledger.inLog(2).batch()).isEqualTo(ledger.inLog(1).batch());
        assertThat(ledger.inLog(3).batch().last()).isEqualTo(3);
        ledger.requireInParity();
    }

    @Test
    void a_list_with_a_bad_draft_records_nothing_and_says_which_it_is() {
        try (Mirror mirror = ledger.open()) {
            ListAnswer answer = mirror.appendAll(
                    List.of(
                            TwinLedger.draft("a"),
                            TwinLedger.draft("b"),
                            EventDraft.of("com.example.noted.v1", "nonsense")),
                    TwinLedger.decision(mirror));

            assertThat(answer).isInstanceOfSatisfying(ListAnswer.NoneRecorded.class, none -> {
                assertThat(none.index()).isEqualTo(2);
                assertThat(none.answer()).isInstanceOf(AppendAnswer.EventInvalid.class);
                assertThat(none.answer().message()).contains("Nothing was written");
            });
            assertThat(ledger.idsInLog()).isEmpty();
            assertThat(mirror.state().head()).isEmpty();
        }
        ledger.requireInParity();
    }

    @Test
    void a_list_that_is_larger_than_a_batch_may_be_is_refused_before_anything_is_sealed() {
        String payload = "\"" + "x".repeat(900_000) + "\"";
        List<EventDraft> drafts = IntStream.range(0, 10)
                .mapToObj(i -> EventDraft.of("com.example.noted.v1", payload))
                .toList();
        try (Mirror mirror = ledger.open()) {
            ListAnswer answer = mirror.appendAll(drafts, TwinLedger.decision(mirror));

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            ListAnswer.NoneRecorded.class,
                            none -> assertThat(none.answer().message())
                                    .contains("8388608 bytes", "10 events", "as several lists"));
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }

    @Test
    void an_empty_list_is_a_mistake_of_the_caller() {
        try (Mirror mirror = ledger.open()) {
            assertThatThrownBy(() -> mirror.appendAll(List.of(), TwinLedger.decision(mirror)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least one draft");
        }
    }

    @Test
    void a_full_disk_writes_nothing_and_appending_works_again_when_there_is_room() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "before");
            int length = ledger.log().bytes().length;
            ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.WRITE, 1, Fault.SHORT_WRITE));

            AppendAnswer full = mirror.append(TwinLedger.draft("full"), TwinLedger.decision(mirror));

            assertThat(full).isInstanceOf(AppendAnswer.NotWritten.class);
            assertThat(full.receipt()).isEmpty();
            assertThat(ledger.log().bytes()).hasSize(length);
            assertThat(mirror.state().stopped()).isEmpty();

            ledger.log().failing(FaultPlan.NONE);
            ledger.append(mirror, "full");
        }
        assertThat(ledger.idsInLog()).containsExactly("before", "full");
        ledger.requireInParity();
    }

    @Test
    void a_half_written_batch_that_cannot_be_taken_back_has_an_unknown_outcome() {
        try (Mirror mirror = ledger.open()) {
            ledger.log()
                    .failing(FaultPlan.atNth(FileOperation.Kind.WRITE, 1, Fault.SHORT_WRITE)
                            .and(FaultPlan.always(FileOperation.Kind.TRUNCATE, Fault.ERROR)));

            AppendAnswer answer = mirror.append(TwinLedger.draft("half"), TwinLedger.decision(mirror));

            assertThat(answer).isInstanceOf(AppendAnswer.OutcomeUnknown.class);
            ledger.log().failing(FaultPlan.NONE);
        }
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().log().cut()).isPresent();
            ledger.append(mirror, "half");
        }
        ledger.requireInParity();
    }

    @Test
    void a_failed_force_has_an_unknown_outcome_and_nothing_more_is_written_until_reopening_finds_out() {
        Mirror mirror = ledger.open();
        ledger.append(mirror, "before");
        ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, 1, Fault.ERROR));

        AppendAnswer unknown = mirror.append(TwinLedger.draft("unknown"), TwinLedger.decision(mirror));

        assertThat(unknown).isInstanceOfSatisfying(AppendAnswer.OutcomeUnknown.class, answer -> {
            assertThat(answer.id()).isEqualTo(new EventId("unknown"));
            assertThat(answer.sequence()).isEqualTo(Sequence.of(2));
            assertThat(answer.message()).contains("is not known", "open the ledger again");
        });
        assertThat(mirror.state().stopped()).isPresent();
        AppendAnswer later = mirror.append(TwinLedger.draft("later"), TwinLedger.decision(mirror));
        assertThat(later).isInstanceOf(AppendAnswer.NotWritten.class);
        assertThat(later.message()).contains("takes no more appends", "open the ledger again");
        mirror.close();

        ledger.log().failing(FaultPlan.NONE);
        try (Mirror reopened = ledger.open()) {
            boolean isThere = reopened.find(new EventId("unknown")).isPresent();
            AppendAnswer again = reopened.append(TwinLedger.draft("unknown"), TwinLedger.decision(reopened));
            assertThat(again).isInstanceOf(isThere ? AppendAnswer.AlreadyRecorded.class : AppendAnswer.Mirrored.class);
            ledger.append(reopened, "later");
        }
        assertThat(ledger.idsInLog()).containsExactly("before", "unknown", "later");
        ledger.requireInParity();
    }

    @Test
    void the_batch_before_a_failed_force_still_reaches_the_store() {
        Mirror mirror = ledger.open();
        ledger.append(mirror, "first");
        ledger.store().beBusyFor(1);
        assertThat(mirror.append(TwinLedger.draft("waits"), TwinLedger.decision(mirror)))
                .isInstanceOf(AppendAnswer.MirrorPending.class);
        ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, 1, Fault.ERROR));

        mirror.append(TwinLedger.draft("unknown"), TwinLedger.decision(mirror));
        mirror.close();

        try (var reader = ledger.store().provider().openForReading()) {
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(2));
        }
    }

    @Test
    void a_log_that_was_replaced_under_the_writer_stops_it() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "before");
            ledger.log().replace();

            assertThat(mirror.append(TwinLedger.draft("a"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.LogReplaced.class);
            assertThat(mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.LogReplaced.class);
            assertThat(mirror.state().stopped()).isPresent();
        }
        assertThat(ledger.idsInLog()).containsExactly("before");
    }

    @Test
    void after_close_every_call_says_so() {
        Mirror mirror = ledger.open();
        var decision = TwinLedger.decision(mirror);
        mirror.close();
        mirror.close();

        assertThatThrownBy(() -> mirror.append(TwinLedger.draft("a"), decision))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> mirror.appendAll(List.of(TwinLedger.draft("a")), decision))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mirror.appendAsync(TwinLedger.draft("a"), decision))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mirror.appendAllAsync(List.of(TwinLedger.draft("a")), decision))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mirror.find(new EventId("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mirror.find(Sequence.FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TwinLedger.decision(mirror)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_appended_event_is_found_by_id_by_sequence_and_by_query() {
        try (Mirror mirror = ledger.open()) {
            ledger.appendAll(mirror, "a", "b");

            assertThat(mirror.find(Sequence.of(2))).contains(ledger.inLog(2));
            assertThat(mirror.find(new EventId("nobody"))).isEmpty();
            assertThat(mirror.query(dev.diptych.ports.driven.EventQuery.ALL).events())
                    .containsExactly(ledger.inLog(1), ledger.inLog(2));
        }
    }

    private void assertInvalid(EventDraft draft, String field) {
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer = mirror.append(draft, TwinLedger.decision(mirror));

            assertThat(answer).isInstanceOfSatisfying(AppendAnswer.EventInvalid.class, invalid -> {
                assertThat(invalid.field()).isEqualTo(field);
                assertThat(invalid.message()).contains("Nothing was written");
            });
            assertThat(mirror.state().head()).isEmpty();
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }
}
