package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.StrictJson;
import dev.diptych.domain.event.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line, judged alone. */
class LineDecoderTest {
    private static final String LINE = full();

    @Test
    void a_line_that_a_sealer_wrote_is_well_formed_and_says_what_was_sealed() {
        LineVerdict verdict = Sealing.judged(LINE);

        SealedEvent event = ((LineVerdict.WellFormed) verdict).event();
        assertThat(event.source()).isEqualTo(EventSource.named("tool", "she\"ll"));
        assertThat(event.traceId()).contains(new TraceId("t\\1"));
        assertThat(event.sessionId()).contains(new SessionId("s\u20ac\uD83D\uDE00"));
        assertThat(event.tags()).isEqualTo(DomainTags.of("a", "b\\\"", "\u00e9"));
        assertThat(event.tagsText()).isEqualTo("[\"a\",\"b\\\\\\\"\",\"\u00e9\"]");
        assertThat(event.isBound()).isFalse();
        assertThat(event.isSigned()).isFalse();
        assertThat(event.keyId()).isEmpty();
        assertThat(event.signature()).isEmpty();
        assertThat(verdict.firstPart()).contains(new LineVerdict.FirstPart(1, 1));
    }

    /** Each text on the left of a well-formed line, replaced by the one on the right, makes it undecodable. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"seq\":1,|{\"seq\":01,",
                "{\"seq\":1,|{\"seq\":0,",
                "{\"seq\":1,|{\"seq\":-1,",
                "{\"seq\":1,|{\"seq\":9007199254740992,",
                "{\"seq\":1,|{\"seq\":10000000000000000,",
                "{\"seq\":1,|{\"seq\":,",
                "{\"seq\":1,|{\"seq\":\"1\",",
                "{\"seq\":1,|{\"Seq\":1,",
                "{\"seq\":1,|{ \"seq\":1,",
                "\"batch\":1,|\"batch\":1 ,",
                "\"batch_end\":1,|\"batch_end\":0,",
                "\"batch_end\":1,|\"batchend\":1,",
                "\"id\":\"e-1\"|\"id\":\"\"",
                "\"id\":\"e-1\"|\"id\":\"e 1\"",
                "\"id\":\"e-1\"|\"id\":\"e/1\"",
                "\"schema_version\":1,|\"schema_version\":0,",
                "\"schema_version\":1,|\"schema_version\":1.0,",
                "T10:00:00.123456Z|T10:00:60.123456Z",
                "T10:00:00.123456Z|T24:00:00.123456Z",
                "T10:00:00.123456Z|T10:60:00.123456Z",
                "T10:00:00.123456Z|T10:00:00.12345Z",
                "T10:00:00.123456Z|T10:00:00.1234567Z",
                "T10:00:00.123456Z|t10:00:00.123456Z",
                "T10:00:00.123456Z|T10:00:00.123456z",
                "2026-11-23|2026-13-23",
                "2026-11-23|2026-11-31",
                "2026-11-23|2026-02-29",
                "2026-11-23|2026-00-23",
                "2026-11-23|2026-11-00",
                "{\"type\":\"tool\"|{\"type\":\"Tool\"",
                "{\"type\":\"tool\"|{\"type\":\"1tool\"",
                "{\"type\":\"tool\"|{\"type\":\"_tool\"",
                "{\"type\":\"tool\"|{\"type\":\"\"",
                "\"name\":\"she\\\"ll\"|\"name\":\"\"",
                "\"name\":\"she\\\"ll\"|\"name\":\"she\\/ll\"",
                "\"name\":\"she\\\"ll\"|\"name\":\"she\\u0041ll\"",
                "com.example.order.v1|com.example.order",
                "com.example.order.v1|com.example.order.v0",
                "com.example.order.v1|com.example.order.v01",
                "com.example.order.v1|com.example.order.v1a",
                "com.example.order.v1|com.example..v1",
                "com.example.order.v1|.example.v1",
                "com.example.order.v1|com.Example.v1",
                "com.example.order.v1|v1",
                "com.example.order.v1|.v1",
                "com.example.order.v1|a.v",
                "com.example.order.v1|com.example.v1.",
                "\"trace_id\":\"t\\\\1\"|\"trace_id\":\"\"",
                "\"trace_id\":\"t\\\\1\"|\"trace_id\":null",
                "\"trace_id\"|\"session_id\"",
                "[\"a\",|[\"a\",\"a\",",
                "[\"a\",|[\"b\\\\\\\"\",",
                "[\"a\",|[\"\",",
                "[\"a\",|[,\"a\",",
                "[\"a\",|[\"a\"",
                "[\"a\",|[ \"a\",",
                "\"],\"payload_hash\"|\",],\"payload_hash\"",
                "],\"payload_hash\"|],\"bound\":false,\"payload_hash\"",
                "],\"payload_hash\"|],\"key_id\":\"k\",\"payload_hash\"",
                "],\"payload_hash\"|],\"key_id\":\"\",\"payload_hash\"",
                "],\"payload_hash\"|],\"key_id\":\"k k\",\"payload_hash\"",
                "],\"payload_hash\"|],\"extra\":1,\"payload_hash\"",
                "\"prev_event_hash\":\"00|\"prev_event_hash\":\"0",
                "\"prev_event_hash\":\"00|\"prev_event_hash\":\"0A",
                "\"prev_event_hash\":\"00|\"prev_event_hash\":\"0g",
                "\",\"payload\":|\",\"signature\":\"AAAA\",\"payload\":",
                "\",\"payload\":|\", \"payload\":",
                "\",\"payload\":{}}|\",\"payload\":}",
                "\",\"payload\":{}}|\",\"payload\":{}]",
                "\",\"payload\":{}}|\"}",
            })
    void what_no_encoder_writes_is_undecodable_even_with_right_hashes(String part, String instead) {
        assertThat(LINE).contains(part);
        String changed = LINE.replace(part, instead);
        String rehashed = changed.contains(",\"event_hash\":") ? Sealing.rehashed(changed) : changed;

        assertThat(Sealing.judged(rehashed)).isInstanceOf(LineVerdict.Undecodable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "'a'",
                "{a:1}",
                "[1,]",
                "{\"a\":1,}",
                "tru",
                "\"\\x\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"a\":1,\"\\u0061\":2}",
                "1 ",
                " 1",
                "[1, 2]",
                "1 2",
                "{}{}",
                "\"a",
                "/**/1"
            })
    void a_payload_that_is_not_minified_strict_json_is_undecodable_even_with_right_hashes(String payload) {
        String line = Sealing.rehashedWithPayload(LINE.replace("\"payload\":{}", "\"payload\":" + payload));

        LineVerdict verdict = Sealing.judged(line);

        assertThat(verdict).isInstanceOf(LineVerdict.Undecodable.class);
        assertThat(verdict.firstPart()).contains(new LineVerdict.FirstPart(1, 1));
        int at = ((LineVerdict.Undecodable) verdict).at();
        assertThat(at).isGreaterThanOrEqualTo(line.indexOf(payload + "}\n"));
        assertThat(((LineVerdict.Undecodable) verdict).expected()).startsWith("a payload without ");
    }

    @Test
    void white_space_inside_strings_of_a_payload_stays() {
        String line =
                Sealing.rehashedWithPayload(LINE.replace("\"payload\":{}", "\"payload\":[\"a b\",\"\\\" \\\\\"]"));

        assertThat(((LineVerdict.WellFormed) Sealing.judged(line)).event().payload())
                .hasToString("[\"a b\",\"\\\" \\\\\"]");
    }

    @Test
    void bytes_that_are_not_utf_8_are_undecodable_in_the_envelope_and_in_the_payload() {
        for (String bad : List.of(
                "\u0080",
                "\u00c0\u0080",
                "\u00c1\u00bf",
                "\u00e0\u009f\u00bf",
                "\u00ed\u00a0\u0080",
                "\u00ed\u00bf\u00bf",
                "\u00f0\u008f\u00bf\u00bf",
                "\u00f4\u0090\u0080\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00ff",
                "\u00c3",
                "\u00e2\u0082",
                "\u00e2\u0082x",
                "\u00f0\u009f\u0098",
                "\u00f0\u009f\u0098x",
                "\u00c3(",
                "\u00fe")) {
            assertThat(Sealing.judged(Sealing.rehashed(LINE.replace("t\\\\1", "t" + bad))))
                    .as(bad)
                    .isInstanceOf(LineVerdict.Undecodable.class);
            assertThat(Sealing.judged(Sealing.rehashedWithPayload(LINE.replace("{}", "\"" + bad + "\""))))
                    .as(bad)
                    .isInstanceOf(LineVerdict.Undecodable.class);
        }
    }

    @Test
    void the_first_and_last_character_of_each_length_of_utf_8_is_text() {
        for (String good : List.of(
                " ",
                "~",
                "\u00c2\u0080",
                "\u00df\u00bf",
                "\u00e0\u00a0\u0080",
                "\u00ed\u009f\u00bf",
                "\u00ee\u0080\u0080",
                "\u00ef\u00bf\u00bf",
                "\u00f0\u0090\u0080\u0080",
                "\u00f4\u008f\u00bf\u00bf")) {
            assertThat(Sealing.judged(Sealing.rehashed(LINE.replace("t\\\\1", "t" + good))))
                    .as(good)
                    .isInstanceOf(LineVerdict.WellFormed.class);
        }
    }

    @Test
    void control_characters_are_no_envelope_text() {
        for (int control :
                IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f)).toArray()) {
            assertThat(Sealing.judged(Sealing.rehashed(LINE.replace("t\\\\1", "t" + (char) control))))
                    .isInstanceOf(LineVerdict.Undecodable.class);
        }
    }

    @Test
    void each_length_is_allowed_up_to_its_limit_and_not_beyond() {
        assertLimit("e-1", "i".repeat(128), "i".repeat(129));
        assertLimit("\"tool\"", "\"" + "t".repeat(64) + "\"", "\"" + "t".repeat(65) + "\"");
        assertLimit("she\\\"ll", "\\\\".repeat(128), "\\\\".repeat(129));
        assertLimit("t\\\\1", "\u00f0\u009f\u0098\u0080".repeat(128), "\u00f0\u009f\u0098\u0080".repeat(129));
        assertLimit("[\"a\"", "[\"" + "x".repeat(64) + "\"", "[\"" + "x".repeat(65) + "\"");
        assertLimit("com.example.order.v1", "o".repeat(197) + ".v1", "o".repeat(198) + ".v1");
        assertLimit("\"a\",", tags(30) + ",", tags(31) + ",");
        assertLimit("{\"seq\":1,", "{\"seq\":9007199254740991,", "{\"seq\":9007199254740992,");
    }

    @Test
    void a_line_has_at_most_1_000_000_bytes_with_its_lf() {
        int room = 1_000_000 - LINE.length();
        String fits = Sealing.rehashedWithPayload(LINE.replace("{}", "\"" + "x".repeat(room) + "\""));
        String exceeds = Sealing.rehashedWithPayload(LINE.replace("{}", "\"" + "x".repeat(room + 1) + "\""));
        assertThat(fits).hasSize(1_000_000);

        assertThat(Sealing.judged(fits)).isInstanceOf(LineVerdict.WellFormed.class);
        assertThat(Sealing.judged(exceeds))
                .isEqualTo(new LineVerdict.Undecodable(
                        Optional.of(new LineVerdict.FirstPart(1, 1)), "at most 1000000 bytes", 1_000_000));
    }

    @Test
    void nesting_and_numbers_of_a_payload_have_limits() {
        assertLimit("{}", "[".repeat(128) + "]".repeat(128), "[".repeat(129) + "]".repeat(129));
        assertLimit("{}", "1".repeat(1_000), "1".repeat(1_001));
    }

    @Test
    void a_line_without_lf_is_undecodable_and_so_is_none_at_all() {
        String cut = LINE.substring(0, LINE.length() - 1);
        assertThat(Sealing.judged(cut))
                .isEqualTo(new LineVerdict.Undecodable(
                        Optional.of(new LineVerdict.FirstPart(1, 1)), "LF at the end of the line", cut.length()));
        assertThat(Sealing.judged("")).isInstanceOf(LineVerdict.Undecodable.class);
        assertThat(Sealing.judged("\n").firstPart()).isEmpty();
        assertThat(Sealing.judged("}\n").firstPart()).isEmpty();
    }

    @Test
    void a_line_cut_anywhere_is_never_well_formed_and_says_where_its_first_part_is_readable() {
        int readable = "{\"seq\":1,\"batch\":1,".length();
        for (int length = 0; length < LINE.length() - 1; length++) {
            for (String end : List.of("", "\n")) {
                LineVerdict verdict = Sealing.judged(LINE.substring(0, length) + end);
                assertThat(verdict).as("cut at %d", length).isNotInstanceOf(LineVerdict.WellFormed.class);
                assertThat(verdict.firstPart().isPresent())
                        .as("cut at %d", length)
                        .isEqualTo(length >= readable);
            }
        }
    }

    @Test
    void what_is_expected_and_where_is_told() {
        LineVerdict.Undecodable verdict =
                (LineVerdict.Undecodable) Sealing.judged(LINE.replace("\"observed_at\"", "\"observed\""));

        assertThat(verdict.expected()).isEqualTo(",\"observed_at\":\"");
        assertThat(verdict.at()).isEqualTo(LINE.indexOf(",\"observed_at\""));
    }

    @Test
    void a_signature_stands_only_with_a_key_id_and_has_no_spare_bits() {
        String signed = Sealing.signed(LINE);
        SealedEvent event = ((LineVerdict.WellFormed) Sealing.judged(signed)).event();
        assertThat(event.isSigned()).isTrue();
        assertThat(event.keyId().orElseThrow()).hasToString("k1");
        assertThat(event.signature().orElseThrow()).hasToString("A".repeat(86));

        String signature = "A".repeat(86);
        for (String last : List.of("Q", "g", "w")) {
            assertThat(Sealing.judged(signed.replace(signature, "A".repeat(85) + last)))
                    .isInstanceOf(LineVerdict.WellFormed.class);
        }
        for (String bad : List.of("A".repeat(85) + "B", "A".repeat(85), "A".repeat(87), "A".repeat(84) + "=A", "")) {
            assertThat(Sealing.judged(signed.replace(signature, bad)))
                    .as(bad)
                    .isInstanceOf(LineVerdict.Undecodable.class);
        }
        String stripped = signed.replace("\"signature\":\"" + signature + "\",", "");
        assertThat(((LineVerdict.Undecodable) Sealing.judged(stripped)).expected())
                .isEqualTo("a signature, since there is a key_id");
        String unkeyed = LINE.replace("\",\"payload\":", "\",\"signature\":\"" + signature + "\",\"payload\":");
        assertThat(((LineVerdict.Undecodable) Sealing.judged(unkeyed)).expected())
                .isEqualTo("no signature, since there is no key_id");
        assertThat(Sealing.judged(signed.replace("\"k1\"", "\"" + "k".repeat(129) + "\"")))
                .isInstanceOf(LineVerdict.Undecodable.class);
        assertThat(Sealing.judged(Sealing.rehashed(signed.replace("\"k1\"", "\"" + "k".repeat(128) + "\""))))
                .isInstanceOf(LineVerdict.WellFormed.class);
        assertThat(Sealing.judged(Sealing.rehashed(signed.replace("\"k1\"", "\"aZ09.:+/=_-\""))))
                .isInstanceOf(LineVerdict.WellFormed.class);
    }

    @Test
    void a_bound_line_is_well_formed_and_says_so() {
        String bound = Sealing.rehashed(LINE.replace(",\"payload_hash\"", ",\"bound\":true,\"payload_hash\""));

        assertThat(((LineVerdict.WellFormed) Sealing.judged(bound)).event().isBound())
                .isTrue();
    }

    @Test
    void a_changed_envelope_and_a_changed_payload_are_told_apart_with_both_hashes() {
        LineVerdict.EnvelopeDiffers envelope =
                (LineVerdict.EnvelopeDiffers) Sealing.judged(LINE.replace("\"seq\":1", "\"seq\":2"));
        SealedEvent event = ((LineVerdict.WellFormed) Sealing.judged(LINE)).event();
        assertThat(envelope.claimed()).isEqualTo(new LineVerdict.FirstPart(2, 1));
        assertThat(envelope.expected()).isEqualTo(event.hash());
        assertThat(envelope.found()).isNotEqualTo(event.hash());

        LineVerdict.PayloadDiffers payload = (LineVerdict.PayloadDiffers) Sealing.judged(LINE.replace("{}", "[]"));
        assertThat(payload.sequence()).isEqualTo(1);
        assertThat(payload.batch()).isEqualTo(new BatchRange(1, 1));
        assertThat(payload.hash()).isEqualTo(event.hash());
        assertThat(payload.previousHash()).isEqualTo(event.previousHash());
        assertThat(payload.expected()).isEqualTo(event.payloadHash());
        assertThat(payload.found().hex()).isEqualTo(Sealing.sha256("diptych.payload.v1\n[]"));
        assertThat(payload.firstPart()).contains(new LineVerdict.FirstPart(1, 1));
    }

    @Test
    void another_version_is_told_with_what_it_claims() {
        LineVerdict verdict = Sealing.judged(LINE.replace("\"schema_version\":1", "\"schema_version\":77"));

        assertThat(verdict).isEqualTo(new LineVerdict.OtherVersion(new LineVerdict.FirstPart(1, 1), 77));
        assertThat(verdict.firstPart()).contains(new LineVerdict.FirstPart(1, 1));
    }

    @Test
    void the_bytes_judged_may_lie_anywhere_in_a_buffer_that_changes_afterwards() {
        byte[] buffer = Sealing.bytes("##" + LINE + "##");
        LineVerdict verdict = new LineDecoder(StrictJson.SYNTAX).decode(buffer, 2, LINE.length() + 2);
        Arrays.fill(buffer, (byte) 0);

        assertThat(Sealing.text(((LineVerdict.WellFormed) verdict).event().toLine()))
                .isEqualTo(LINE);
    }

    @Test
    void each_verdict_is_told_apart_by_its_own_handler() {
        List<String> told = new ArrayList<>();
        for (String line : List.of(
                LINE,
                LINE.replace("{}", "[]"),
                LINE.replace("\"seq\":1", "\"seq\":2"),
                "#\n",
                LINE.replace("\"schema_version\":1", "\"schema_version\":2"))) {
            told.add(Sealing.judged(line)
                    .fold(
                            sound -> "well-formed",
                            payload -> "payload",
                            envelope -> "envelope",
                            undecodable -> "undecodable",
                            version -> "version"));
        }
        assertThat(told).containsExactly("well-formed", "payload", "envelope", "undecodable", "version");
    }

    private static void assertLimit(String part, String most, String beyond) {
        assertThat(LINE).contains(part);
        assertThat(Sealing.judged(Sealing.rehashedWithPayload(LINE.replace(part, most))))
                .as(part)
                .isInstanceOf(LineVerdict.WellFormed.class);
        assertThat(Sealing.judged(Sealing.rehashedWithPayload(LINE.replace(part, beyond))))
                .as(part)
                .isInstanceOf(LineVerdict.Undecodable.class);
    }

    private static String tags(int count) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> "\"x" + i + "\"").toList());
    }

    private static String full() {
        EventDraft draft = EventDraft.of("com.example.order.v1", "{}")
                .withSource(EventSource.named("tool", "she\"ll"))
                .withObservedAt(EventTime.parse("observed_at", "2026-11-23T10:00:00.123456Z"))
                .withTraceId(new TraceId("t\\1"))
                .withSessionId(new SessionId("s\u20ac\uD83D\uDE00"))
                .withTags(DomainTags.of("a", "b\\\"", "\u00e9"));
        Sealing sealing = Sealing.ledger();
        sealing.batch(List.of(Sealing.drafted(draft, "e-1")));
        return sealing.line(1);
    }
}
