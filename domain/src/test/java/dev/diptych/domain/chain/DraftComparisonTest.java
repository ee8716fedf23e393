package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.domain.signature.KeyId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether an append that comes again says what was recorded. */
class DraftComparisonTest {
    private static final EventDraft DRAFT = EventDraft.of("a.b.v1", "{\"a\":1,\"b\":2}")
            .withSource(EventSource.named("tool", "t"))
            .withObservedAt(EventTime.parse("observed_at", "2026-11-23T10:00:00.123456Z"))
            .withTraceId(new TraceId("trace"))
            .withSessionId(new SessionId("session"))
            .withTags(DomainTags.of("x", "y"));
    private static final SealedEvent RECORDED = recorded(DRAFT);

    @Test
    void the_same_draft_again_is_the_same_content() {
        assertThat(differing(DRAFT)).isEmpty();
    }

    @Test
    void a_retry_without_observed_at_is_no_conflict_though_time_has_passed() {
        EventDraft untimed = EventDraft.of("a.b.v1", "1");
        SealedEvent event = recorded(untimed);

        assertThat(DraftComparison.differing(Sealing.drafted(untimed, "e-1"), event))
                .isEmpty();
    }

    @Test
    void what_the_draft_left_out_is_not_compared() {
        EventDraft bare = EventDraft.of("a.b.v1", "{\"a\":1,\"b\":2}")
                .withSource(EventSource.named("tool", "t"))
                .withTags(DomainTags.of("x", "y"));

        assertThat(differing(bare)).isEmpty();
    }

    @Test
    void each_key_that_differs_is_named_in_the_order_of_the_format() {
        assertThat(differing(DRAFT.withObservedAt(EventTime.parse("o", "2026-11-23T10:00:00.123457Z"))))
                .containsExactly("observed_at");
        assertThat(differing(DRAFT.withSource(EventSource.of("tool")))).containsExactly("source");
        assertThat(differing(DRAFT.withTraceId(new TraceId("other")))).containsExactly("trace_id");
        assertThat(differing(DRAFT.withSessionId(new SessionId("other")))).containsExactly("session_id");
        assertThat(differing(DRAFT.withTags(DomainTags.of("y", "x")))).containsExactly("domain_tags");
        assertThat(differing(EventDraft.of(new EventType("a.c.v1"), JsonText.of("2"))))
                .containsExactly("source", "event_type", "domain_tags", "payload");
        assertThat(DraftComparison.differing(Sealing.drafted(DRAFT, "e-2"), RECORDED))
                .containsExactly("id");
    }

    @Test
    void a_trace_that_was_not_recorded_differs() {
        SealedEvent bare = recorded(EventDraft.of("a.b.v1", "1"));
        EventDraft traced = EventDraft.of("a.b.v1", "1").withTraceId(new TraceId("t"));

        assertThat(DraftComparison.differing(Sealing.drafted(traced, "e-1"), bare))
                .containsExactly("trace_id");
    }

    @Test
    void a_payload_that_was_written_anew_is_other_content_but_white_space_is_not() {
        assertThat(differing(DRAFT.withPayload(JsonText.of("{\"b\":2,\"a\":1}"))))
                .containsExactly("payload");
        assertThat(differing(DRAFT.withPayload(JsonText.of("{\"a\":1.0,\"b\":2}"))))
                .containsExactly("payload");
        assertThat(differing(DRAFT.withPayload(JsonText.of("{\"\\u0061\":1,\"b\":2}"))))
                .containsExactly("payload");
        assertThat(differing(DRAFT.withPayload(JsonText.of(" {\"a\" : 1,\n\"b\" : 2} "))))
                .isEmpty();
    }

    @Test
    void nanoseconds_and_offsets_are_cut_and_converted_before_comparing() {
        assertThat(differing(DRAFT.withObservedAt(EventTime.parse("o", "2026-11-23T11:00:00.123456999+01:00"))))
                .isEmpty();
    }

    @Test
    void a_signed_retry_of_an_unsigned_event_is_not_already_recorded() {
        KeyId key = new KeyId("k1");
        String signedLine = Sealing.signed(Sealing.text(RECORDED.toLine()));
        SealedEvent signed = ((LineVerdict.WellFormed) Sealing.judged(signedLine)).event();

        assertThat(DraftComparison.differing(signedBy(key), RECORDED)).containsExactly("key_id");
        assertThat(DraftComparison.differing(Sealing.drafted(DRAFT, "e-1"), signed))
                .containsExactly("key_id");
        assertThat(DraftComparison.differing(signedBy(key), signed)).isEmpty();
        assertThat(DraftComparison.differing(signedBy(new KeyId("k2")), signed)).containsExactly("key_id");
    }

    @Test
    void in_one_batch_too_a_draft_does_not_answer_for_one_that_another_key_or_nobody_signs() {
        DraftedEvent unsigned = Sealing.drafted(DRAFT, "e-1");
        DraftedEvent signed = signedBy(new KeyId("k1"));

        assertThat(DraftComparison.differing(signed, unsigned)).containsExactly("key_id");
        assertThat(DraftComparison.differing(unsigned, signed)).containsExactly("key_id");
        assertThat(DraftComparison.differing(signedBy(new KeyId("k2")), signed)).containsExactly("key_id");
        assertThat(DraftComparison.differing(signedBy(new KeyId("k1")), signed)).isEmpty();
    }

    @Test
    void two_drafts_of_one_id_in_one_batch_are_compared_by_the_same_rule() {
        EventDraft untimed = EventDraft.of("a.b.v1", "1");
        EventDraft timed = untimed.withObservedAt(EventTime.parse("o", "2026-11-23T10:00:00Z"));

        assertThat(between(DRAFT, DRAFT)).isEmpty();
        assertThat(between(untimed, timed)).isEmpty();
        assertThat(between(timed, untimed)).containsExactly("observed_at");
        assertThat(between(DRAFT.withTraceId(new TraceId("other")), DRAFT)).containsExactly("trace_id");
        assertThat(between(DRAFT.withPayload(JsonText.of("2")), DRAFT)).containsExactly("payload");
    }

    private static DraftedEvent signedBy(KeyId key) {
        DraftedEvent unsigned = Sealing.drafted(DRAFT, "e-1");
        return new DraftedEvent(unsigned.draft(), unsigned.id(), unsigned.payload(), Optional.of(key));
    }

    private static List<String> between(EventDraft later, EventDraft earlier) {
        return DraftComparison.differing(Sealing.drafted(later, "e-1"), Sealing.drafted(earlier, "e-1"));
    }

    private static List<String> differing(EventDraft draft) {
        return DraftComparison.differing(Sealing.drafted(draft, "e-1"), RECORDED);
    }

    private static SealedEvent recorded(EventDraft draft) {
        return Sealing.ledger().batch(List.of(Sealing.drafted(draft, "e-1"))).get(0);
    }
}
