package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.StrictJson;
import dev.diptych.domain.event.TraceId;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.domain.signature.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealing in two phases: the hashes of the whole batch first, then the signatures, then the lines. */
class SealingSignedEventsTest {
    private static final EventTime RECORDED = EventTime.parse("recorded_at", "2026-11-23T10:00:00.200000Z");
    private static final ChainHead UNBORN = ChainHead.beforeFirst(Sealing.LEDGER);
    private static final KeyId KEY = new KeyId("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
    private static final KeyId OTHER_KEY = new KeyId("k2");

    private final EventSealer sealer = new EventSealer();
    private final Sealing drafts = Sealing.ledger();

    @Test
    void what_is_signed_is_the_ledger_and_the_event_hash_behind_a_prefix_of_its_own() {
        List<LineSigning.Line> asked = new ArrayList<>();

        SealedEvent event = seal(List.of(keyed("1", KEY)), asked).get(0);

        byte[] message = asked.get(0).message();
        assertThat(new String(message, 0, 21, StandardCharsets.US_ASCII)).isEqualTo("diptych.signature.v1\n");
        assertThat(Arrays.copyOfRange(message, 21, 53)).isEqualTo(Sealing.LEDGER.toBytes());
        assertThat(Arrays.copyOfRange(message, 53, message.length))
                .isEqualTo(event.hash().toBytes());
        assertThat(message).hasSize(85);
    }

    @Test
    void only_drafts_with_a_key_are_signed_all_at_once_and_each_gets_its_own_signature() {
        List<LineSigning.Line> asked = new ArrayList<>();

        List<SealedEvent> batch =
                seal(List.of(keyed("1", KEY), drafts.draft("a.b.v1", "2"), keyed("3", OTHER_KEY)), asked);

        assertThat(asked).extracting(LineSigning.Line::key).containsExactly(KEY, OTHER_KEY);
        assertThat(batch)
                .extracting(SealedEvent::keyId)
                .containsExactly(Optional.of(KEY), Optional.empty(), Optional.of(OTHER_KEY));
        assertThat(batch)
                .extracting(SealedEvent::signature)
                .containsExactly(Optional.of(numbered(0)), Optional.empty(), Optional.of(numbered(1)));
        assertThat(batch.get(1).isSigned()).isFalse();
        assertThat(batch.get(2).linksTo(batch.get(1).hash())).isTrue();
        assertThat(batch)
                .allSatisfy(event -> assertThat(Sealing.judged(Sealing.text(event.toLine())))
                        .isInstanceOfSatisfying(
                                LineVerdict.WellFormed.class,
                                read -> assertThat(read.event()).isEqualTo(event)));
    }

    @Test
    void a_signature_is_in_no_hash_and_its_key_is() {
        SealedEvent one = seal(List.of(keyed("1", KEY)), new ArrayList<>()).get(0);
        SealedEvent otherSignature = sealer.seal(
                        List.of(Sealing.drafted(EventDraft.of("a.b.v1", "1"), "e-1", KEY)),
                        UNBORN,
                        RECORDED,
                        Sealing.LEDGER,
                        lines -> List.of(numbered(9)))
                .get(0);
        SealedEvent otherKey = sealer.seal(
                        List.of(Sealing.drafted(EventDraft.of("a.b.v1", "1"), "e-1", OTHER_KEY)),
                        UNBORN,
                        RECORDED,
                        Sealing.LEDGER,
                        lines -> List.of(numbered(0)))
                .get(0);

        assertThat(otherSignature.hash()).isEqualTo(one.hash());
        assertThat(otherSignature).isNotEqualTo(one);
        assertThat(otherKey.hash()).isNotEqualTo(one.hash());
    }

    @Test
    void a_batch_without_a_key_asks_nobody_and_is_the_same_as_without_signing() {
        List<DraftedEvent> unsigned = List.of(drafts.draft("a.b.v1", "1"));

        assertThat(sealer.seal(unsigned, UNBORN, RECORDED, Sealing.LEDGER, LineSigning.NOBODY))
                .isEqualTo(sealer.seal(unsigned, UNBORN, RECORDED));
    }

    @Test
    void a_signature_more_or_less_than_there_are_keys_is_refused() {
        List<DraftedEvent> two = List.of(keyed("1", KEY), keyed("2", KEY));

        assertThatThrownBy(() -> sealer.seal(two, UNBORN, RECORDED, Sealing.LEDGER, lines -> List.of(numbered(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no signature");
        assertThatThrownBy(() -> sealer.seal(
                        two, UNBORN, RECORDED, Sealing.LEDGER, lines -> List.of(numbered(1), numbered(2), numbered(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more signatures than events");
        assertThatThrownBy(() -> sealer.seal(two, UNBORN, RECORDED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(KEY.value());
    }

    @Test
    void what_keeps_somebody_from_signing_is_passed_on_and_the_sealer_seals_again() {
        List<DraftedEvent> one = List.of(keyed("1", KEY));

        assertThatThrownBy(() -> sealer.seal(one, UNBORN, RECORDED, Sealing.LEDGER, lines -> {
                    throw new UnsupportedOperationException("the key is elsewhere");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the key is elsewhere");
        assertThatThrownBy(() -> sealer.seal(one, UNBORN, RECORDED, Sealing.LEDGER, LineSigning.NOBODY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(KEY.value());
        assertThat(seal(one, new ArrayList<>())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20261124})
    void no_signed_line_is_longer_than_what_was_counted_for_it(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            DraftedEvent unsigned = RandomDrafts.draft(random, "e-" + i);
            KeyId key = new KeyId("K".repeat(1 + random.nextInt(128)));
            DraftedEvent draft =
                    new DraftedEvent(unsigned.draft(), unsigned.id(), unsigned.payload(), Optional.of(key));
            Sequence before = new Sequence((Sequence.VALUE_MAX - 2) >> random.nextInt(53));
            ChainHead head = new ChainHead(before, Sealing.LEDGER.asHash());

            SealedEvent event = sealer.seal(
                            List.of(draft), head, RECORDED, Sealing.LEDGER, lines -> List.of(numbered(1)))
                    .get(0);

            assertThat(event.lineLength())
                    .as("seed %s, draft %s", seed, i)
                    .isLessThanOrEqualTo(EventSealer.lineBytesMax(draft));
            assertThat(new LineDecoder(StrictJson.SYNTAX).decode(event.toLine(), 0, event.lineLength()))
                    .as("seed %s, draft %s", seed, i)
                    .isInstanceOf(LineVerdict.WellFormed.class);
        }
    }

    @Test
    void the_most_bytes_are_reached_by_a_signed_line_that_has_everything() {
        DraftedEvent full = Sealing.drafted(
                EventDraft.of("a.b.v1", "{\"a\":\"b\"}")
                        .withSource(EventSource.named("tool", "n\"\\"))
                        .withTraceId(new TraceId("t"))
                        .withSessionId(new SessionId("s"))
                        .withTags(DomainTags.of("a", "b")),
                "e-1",
                KEY);
        ChainHead head = new ChainHead(new Sequence(Sequence.VALUE_MAX - 1), Sealing.LEDGER.asHash());
        int absent = ",\"bound\":true".length();
        int lastComma = 1;

        int length = sealer.seal(List.of(full), head, RECORDED, Sealing.LEDGER, lines -> List.of(numbered(1)))
                .get(0)
                .lineLength();

        assertThat(EventSealer.lineBytesMax(full)).isEqualTo(length + absent + lastComma);
    }

    private List<SealedEvent> seal(List<DraftedEvent> batch, List<LineSigning.Line> asked) {
        return sealer.seal(batch, UNBORN, RECORDED, Sealing.LEDGER, lines -> {
            List<EventSignature> signatures = new ArrayList<>();
            for (LineSigning.Line line : lines) {
                signatures.add(numbered(asked.size()));
                asked.add(line);
            }
            return signatures;
        });
    }

    private DraftedEvent keyed(String payload, KeyId key) {
        DraftedEvent unsigned = drafts.draft("a.b.v1", payload);
        return new DraftedEvent(unsigned.draft(), unsigned.id(), unsigned.payload(), Optional.of(key));
    }

    /** Of the right shape; whether it is good is not the sealer's business. */
    private static EventSignature numbered(int number) {
        byte[] bytes = new byte[EventSignature.BYTES];
        Arrays.fill(bytes, (byte) number);
        return EventSignature.of(bytes);
    }
}
