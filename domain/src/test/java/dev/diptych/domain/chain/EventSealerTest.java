package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.StrictJson;
import dev.diptych.domain.event.TraceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSealerTest {
    private static final EventTime RECORDED = EventTime.parse("recorded_at", "2026-11-23T10:00:00.200000Z");

    /** The worked example of the published format, copied from there; its numbers were computed by another program. */
    @Test
    void makes_exactly_the_bytes_and_hashes_of_the_published_example() throws IOException {
        EventSealer sealer = new EventSealer();
        EventDraft greeted = EventDraft.of("com.example.greeted.v1", "{\"text\":\"hello\"}")
                .withObservedAt(EventTime.parse("observed_at", "2026-11-23T10:00:00.123456Z"));
        EventDraft ordered = EventDraft.of(
                        "com.example.order_placed.v1", "{ \"total\": 1.50,\n\t\"note\": \"\\u00e9\\/\" }\r")
                .withObservedAt(EventTime.parse("observed_at", "2026-11-23T11:00:01+01:00"))
                .withSource(EventSource.named("tool", "shell"))
                .withTraceId(new TraceId("t-1"))
                .withSessionId(new SessionId("caf\u00e9 \"7\""))
                .withTags(DomainTags.of("orders", "b\\w"));

        SealedEvent first = sealer.seal(
                        List.of(Sealing.drafted(greeted, "evt_01JD0000000000000000000001")),
                        ChainHead.beforeFirst(Sealing.LEDGER),
                        RECORDED)
                .get(0);
        SealedEvent second = sealer.seal(
                        List.of(Sealing.drafted(ordered, "order-7")),
                        first.asHead(),
                        EventTime.of(Instant.parse("2026-11-23T10:00:01.000250999Z")))
                .get(0);

        assertThat(first.payloadHash().hex())
                .isEqualTo("2867dabe3fe2d133b17fea5781189b6e10824497c5fe79bc5cf28b8436cb240a");
        assertThat(first.hash().hex()).isEqualTo("5046ffb3f7791f7ab6c39df6cc2678bbee2c65cd241d1c5be0d49853cd3942d7");
        assertThat(second.payloadHash().hex())
                .isEqualTo("53c73581566c0f0aa3bf224e41951057f1966b7ff0ed047fac35fe7b0797cd5f");
        assertThat(second.hash().hex()).isEqualTo("2342ef5d56dddbee20c7aeca3c7b604508f5a4b46995713b3ce409b970950823");
        assertThat(Sealing.sha256(Sealing.text(first.toLine())))
                .isEqualTo("377cc21128641d24e26d0125ecef950748d023565a9bee6502d80f9ce04898fe");
        assertThat(Sealing.sha256(Sealing.text(second.toLine())))
                .isEqualTo("371e49a3ccb115d16e16e2f0961b371142e61a449b9c54f085059c78f3c2a106");
        assertThat(first.lineLength()).isEqualTo(533);
        assertThat(second.lineLength()).isEqualTo(605);
        String page = Files.readString(Path.of("..", "docs", "format.md"), StandardCharsets.UTF_8);
        assertThat(page)
                .contains(new String(first.toLine(), StandardCharsets.UTF_8))
                .contains(new String(second.toLine(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 20261123, -77})
    void what_is_sealed_is_read_back_as_it_was_drafted(long seed) {
        Random random = new Random(seed);
        EventSealer sealer = new EventSealer();
        LineDecoder decoder = new LineDecoder(StrictJson.SYNTAX);
        ChainHead head = ChainHead.beforeFirst(Sealing.LEDGER);
        for (int batch = 0; batch < 300; batch++) {
            List<DraftedEvent> drafts = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                drafts.add(RandomDrafts.draft(random, "e" + batch + "-" + i));
            }
            List<SealedEvent> sealed = sealer.seal(drafts, head, RECORDED);
            for (int i = 0; i < drafts.size(); i++) {
                String context = "seed " + seed + " " + drafts.get(i);
                SealedEvent event = sealed.get(i);
                LineVerdict verdict = decoder.decode(event.toLine(), 0, event.lineLength());
                assertThat(verdict).as(context).isInstanceOf(LineVerdict.WellFormed.class);
                assertThat(((LineVerdict.WellFormed) verdict).event())
                        .as(context)
                        .isEqualTo(event);
                assertSays(event, drafts.get(i), context);
                assertThat(event.batch())
                        .isEqualTo(new BatchRange(
                                head.sequence().value() + 1, head.sequence().value() + drafts.size()));
                assertThat(event.lineLength()).as(context).isLessThanOrEqualTo(EventSealer.lineBytesMax(drafts.get(i)));
            }
            head = sealed.get(sealed.size() - 1).asHead();
        }
    }

    private static void assertSays(SealedEvent event, DraftedEvent drafted, String context) {
        EventDraft draft = drafted.draft();
        assertThat(event.id()).as(context).isEqualTo(drafted.id());
        assertThat(event.type()).as(context).isEqualTo(draft.type());
        assertThat(event.source()).as(context).isEqualTo(draft.source());
        assertThat(event.observedAt()).as(context).isEqualTo(draft.observedAt().orElse(RECORDED));
        assertThat(event.recordedAt()).as(context).isEqualTo(RECORDED);
        assertThat(event.traceId()).as(context).isEqualTo(draft.traceId());
        assertThat(event.sessionId()).as(context).isEqualTo(draft.sessionId());
        assertThat(event.tags()).as(context).isEqualTo(draft.tags());
        assertThat(event.payload()).as(context).isEqualTo(drafted.payload());
        assertThat(DraftComparison.differing(drafted, event)).as(context).isEmpty();
    }

    @Test
    void a_batch_is_one_run_of_sequences_each_linked_to_the_one_before() {
        Sealing sealing = Sealing.ofBatches(2, 3);

        for (int sequence = 1; sequence <= 5; sequence++) {
            SealedEvent event = sealing.event(sequence);
            assertThat(event.sequence()).isEqualTo(Sequence.of(sequence));
            assertThat(event.sequenceValue()).isEqualTo(sequence);
            assertThat(event.batch()).isEqualTo(sequence < 3 ? new BatchRange(1, 2) : new BatchRange(3, 5));
            EventHash before = sequence == 1
                    ? Sealing.LEDGER.asHash()
                    : sealing.event(sequence - 1).hash();
            assertThat(event.previousHash()).isEqualTo(before);
            assertThat(event.linksTo(before)).isTrue();
            assertThat(event.linksTo(event.hash())).isFalse();
        }
    }

    @Test
    void the_same_input_gives_the_same_bytes() {
        assertThat(Sealing.ofBatches(2).events()).isEqualTo(Sealing.ofBatches(2).events());
        assertThat(Sealing.ofBatches(2).event(1))
                .hasSameHashCodeAs(Sealing.ofBatches(2).event(1));
        assertThat(Sealing.ofBatches(2).event(1))
                .isNotEqualTo(Sealing.ofBatches(1).event(1))
                .isNotEqualTo("a line");
    }

    @Test
    void a_bound_draft_is_sealed_bound_right_behind_its_tags_and_differs_in_nothing_else() {
        Sealing drafts = Sealing.ledger();
        DraftedEvent plain = drafts.draft("com.example.happened.v1", "{}");
        EventTime at = EventTime.parse("recorded_at", "2026-11-23T10:00:00Z");

        SealedEvent unbound =
                new EventSealer().seal(List.of(plain), drafts.head(), at).get(0);
        SealedEvent bound = new EventSealer()
                .seal(List.of(plain.bound()), drafts.head(), at)
                .get(0);

        assertThat(bound.isBound()).isTrue();
        assertThat(unbound.isBound()).isFalse();
        assertThat(plain.isBound()).isFalse();
        assertThat(bound.hash()).isNotEqualTo(unbound.hash());
        assertThat(Sealing.text(bound.toLine())
                        .replace(bound.hash().hex(), unbound.hash().hex()))
                .isEqualTo(Sealing.text(unbound.toLine())
                        .replace(",\"payload_hash\"", ",\"bound\":true,\"payload_hash\""));
        assertThat(new LineDecoder(StrictJson.SYNTAX).decode(bound.toLine(), 0, bound.lineLength()))
                .isEqualTo(new LineVerdict.WellFormed(bound));
    }

    @Test
    void refuses_an_empty_batch_and_one_beyond_the_last_sequence() {
        EventSealer sealer = new EventSealer();
        DraftedEvent draft = Sealing.ledger().draft("a.b.v1", "1");
        ChainHead beforeLast = new ChainHead(new Sequence(Sequence.VALUE_MAX - 1), Sealing.LEDGER.asHash());

        assertThatThrownBy(() -> sealer.seal(List.of(), beforeLast, RECORDED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one draft");
        assertThat(sealer.seal(List.of(draft), beforeLast, RECORDED)).hasSize(1);
        assertThatThrownBy(() -> sealer.seal(List.of(draft, draft), beforeLast, RECORDED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9007199254740991");
    }

    @Test
    void the_most_bytes_of_a_line_are_reached_by_a_line_that_has_everything() {
        DraftedEvent full = Sealing.drafted(
                EventDraft.of("a.b.v1", "{\"a\":\"b\"}")
                        .withSource(EventSource.named("tool", "n\"\\"))
                        .withTraceId(new TraceId("\u00e9"))
                        .withSessionId(new SessionId("\u20ac\uD83D\uDE00\u007e"))
                        .withTags(DomainTags.of("a", "b")),
                "e-1");
        ChainHead head = new ChainHead(new Sequence(Sequence.VALUE_MAX - 1), Sealing.LEDGER.asHash());
        int absent = ",\"bound\":true".length();
        int lastComma = 1;

        int length =
                new EventSealer().seal(List.of(full), head, RECORDED).get(0).lineLength();

        assertThat(EventSealer.lineBytesMax(full)).isEqualTo(length + absent + lastComma);
    }

    @Test
    void a_sealed_event_shows_what_it_is_without_its_payload_and_hands_out_copies() {
        SealedEvent event = Sealing.ofBatches(1).event(1);
        assertThat(event).hasToString("event 1 e-1 com.example.happened.v1");
        byte[] line = event.toLine();
        byte[] target = new byte[line.length + 3];
        event.copyLineTo(target, 2);

        assertThat(event.isLine(target, 2, line.length + 2)).isTrue();
        assertThat(event.isLine(target, 1, line.length + 1)).isFalse();
        line[0] = 'x';
        assertThat(event.toLine()[0]).isEqualTo((byte) '{');
        assertThat(event.asHead()).isEqualTo(new ChainHead(event.sequence(), event.hash()));
    }

    @Test
    void a_draft_and_its_id_must_agree() {
        EventDraft draft = new EventDraft(
                Optional.of(new EventId("a")),
                new EventType("a.b.v1"),
                EventSource.USER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DomainTags.NONE,
                JsonText.of("1"));

        assertThatThrownBy(() -> Sealing.drafted(draft, "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was b");
        assertThat(Sealing.drafted(draft, "a").id()).isEqualTo(new EventId("a"));
    }
}
