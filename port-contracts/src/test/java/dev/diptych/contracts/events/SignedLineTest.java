package dev.diptych.contracts.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A signed line as other programs make it: its hashes are those of Python's hashlib, its signature is that of openssl. */
class SignedLineTest {
    /** RFC 8032, section 7.1, TEST 1. */
    private static final TwinSigner RFC_8032_TEST_1 = TwinSigner.ofSeed(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private static final LedgerId LEDGER =
            LedgerId.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final String LINE =
            "{\"seq\":1,\"batch\":1,\"batch_end\":1,\"id\":\"evt_01JD0000000000000000000001\",\"schema_version\":1,"
                    + "\"observed_at\":\"2026-11-23T10:00:00.123456Z\",\"recorded_at\":\"2026-11-23T10:00:00.200000Z\","
                    + "\"source\":{\"type\":\"user\"},\"event_type\":\"com.example.greeted.v1\",\"domain_tags\":[],"
                    + "\"key_id\":\"SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8\","
                    + "\"payload_hash\":\"2867dabe3fe2d133b17fea5781189b6e10824497c5fe79bc5cf28b8436cb240a\","
                    + "\"prev_event_hash\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\","
                    + "\"event_hash\":\"3c7772147a4f03ec22b2b21110be829b0dce05e803a3bbb98f66360599474d0a\","
                    + "\"signature\":\"af9svS2BX4d9q8vxZbyy5Fu3Z6uL3TMC9qXYx2-U-hkG5SRUeyvErHGXfZ_MR27yrfBIZp-yn_0wRzt29GVnAQ\","
                    + "\"payload\":{\"text\":\"hello\"}}\n";

    @Test
    void the_line_sealed_and_signed_here_is_the_line_that_other_programs_make() {
        EventDraft draft = EventDraft.of("com.example.greeted.v1", "{\"text\":\"hello\"}")
                .withObservedAt(EventTime.parse("observed_at", "2026-11-23T10:00:00.123456Z"));
        DraftedEvent drafted = new DraftedEvent(
                draft,
                new EventId("evt_01JD0000000000000000000001"),
                Payload.read(draft.payload(), TwinPayloadReader.FORMAT),
                Optional.of(RFC_8032_TEST_1.publicKey().id()));

        SealedEvent event = new EventSealer()
                .seal(
                        List.of(drafted),
                        ChainHead.beforeFirst(LEDGER),
                        EventTime.parse("recorded_at", "2026-11-23T10:00:00.200000Z"),
                        LEDGER,
                        lines -> lines.stream()
                                .map(line -> RFC_8032_TEST_1.sign(line.message()))
                                .toList())
                .get(0);

        assertThat(new String(event.toLine(), StandardCharsets.UTF_8)).isEqualTo(LINE);
        assertThat(new TwinSignatureVerifier()
                        .verify(
                                RFC_8032_TEST_1.publicKey(),
                                LineSigning.message(LEDGER, event.hash()),
                                event.signature().orElseThrow()))
                .isTrue();
    }
}
