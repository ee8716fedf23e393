package dev.diptych.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of an event, each refusing what it may not be. */
class EventValuesTest {
    private static final String GRIN = "\uD83D\uDE00";

    @Test
    void an_id_has_1_to_128_characters_of_a_small_alphabet() {
        assertThat(new EventId("aZ09._:-")).hasToString("aZ09._:-");
        assertThat(new EventId("x".repeat(128)).value()).hasSize(128);
        for (String bad : List.of("", "x".repeat(129), "a b", "a/b", "\u00e9", "a\n", "a\u0000")) {
            assertRefused("id", () -> new EventId(bad));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.v1", "com.example.order_placed.v1", "0._.v12", "v1.v1", "a.v1.v2", "a.v10"})
    void a_type_is_words_joined_by_dots_and_ended_by_a_version(String type) {
        assertThat(new EventType(type)).hasToString(type);
        assertThat(new EventType(type).isOwn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "v1", ".v1", "a", "a.v", "a.v0", "a.v01", "a.v1x", "A.v1", "a..v1", "a.-.v1", "a.v1.", " a.v1",
                "a.v1\n"
            })
    void refuses_what_is_no_type(String type) {
        assertRefused("event_type", () -> new EventType(type));
    }

    @Test
    void a_type_has_at_most_200_characters_and_knows_the_ledgers_own() {
        assertThat(new EventType("x".repeat(197) + ".v1").value()).hasSize(200);
        assertRefused("event_type", () -> new EventType("x".repeat(198) + ".v1"));
        assertThat(new EventType("diptych.healed.v1").isOwn()).isTrue();
        assertThat(new EventType("diptychs.healed.v1").isOwn()).isFalse();
    }

    @Test
    void a_source_has_a_lower_case_word_for_its_type_and_perhaps_a_name() {
        assertThat(EventSource.of("a" + "9_".repeat(31) + "z").type()).hasSize(64);
        assertThat(EventSource.named("tool", GRIN.repeat(128)).name()).contains(GRIN.repeat(128));
        assertThat(EventSource.USER).isEqualTo(new EventSource("user", Optional.empty()));
        assertThat(EventSource.LEDGER.type()).isEqualTo("diptych");
        for (String bad : List.of("", "x".repeat(65), "A", "1a", "_a", "a-b", "a b", "\u00e9")) {
            assertRefused("source.type", () -> EventSource.of(bad));
        }
        assertRefused("source.name", () -> EventSource.named("tool", ""));
        assertRefused("source.name", () -> EventSource.named("tool", GRIN.repeat(129)));
    }

    @Test
    void envelope_text_is_1_to_128_code_points_without_control_characters_or_half_pairs() {
        assertThat(new TraceId(" \"\\\u0080\u2028" + GRIN)).hasToString(" \"\\\u0080\u2028" + GRIN);
        assertThat(new SessionId("x".repeat(128))).hasToString("x".repeat(128));
        assertThat(new SessionId(GRIN.repeat(128)).value()).hasSize(256);
        List<String> bad = new ArrayList<>(List.of(
                "",
                "x".repeat(129),
                GRIN.repeat(129),
                "\u007f",
                "\uD83D",
                "\uDE00",
                "\uDE00\uD83D",
                "a\uD83Db",
                "\ud800",
                "\udfff"));
        IntStream.range(0, 0x20).forEach(control -> bad.add("a" + (char) control));
        for (String text : bad) {
            assertRefused("trace_id", () -> new TraceId(text));
            assertRefused("session_id", () -> new SessionId(text));
        }
        assertThat(new TraceId("\ud7ff\ue000").value()).hasSize(2);
    }

    @Test
    void tags_keep_their_order_and_none_comes_twice() {
        assertThat(DomainTags.of("b", "a").values()).containsExactly("b", "a");
        assertThat(DomainTags.of("e\u0301", "\u00e9").values()).hasSize(2);
        assertThat(DomainTags.of(GRIN.repeat(64)).values()).hasSize(1);
        assertThat(DomainTags.of(many(32)).values()).hasSize(32);
        assertRefused("domain_tags", () -> DomainTags.of(many(33)));
        assertRefused("domain_tags", () -> DomainTags.of("a", "b", "a"));
        assertRefused("domain_tags", () -> DomainTags.of(""));
        assertRefused("domain_tags", () -> DomainTags.of("x".repeat(65)));
        assertThat(DomainTags.NONE.values()).isEmpty();
    }

    @Test
    void tags_do_not_change_with_the_list_they_were_made_from() {
        List<String> list = new ArrayList<>(List.of("a"));
        DomainTags tags = new DomainTags(list);
        list.add("b");

        assertThat(tags.values()).containsExactly("a");
    }

    @Test
    void json_text_is_unicode_and_a_copy_of_what_was_given() {
        byte[] bytes = {'1', '2', '3'};
        JsonText text = JsonText.ofBytes(bytes);
        bytes[0] = 'x';

        assertThat(text).hasToString("123").isEqualTo(JsonText.of("123")).hasSameHashCodeAs(JsonText.of("123"));
        assertThat(text).isNotEqualTo(JsonText.of("124")).isNotEqualTo("123");
        assertThat(text.length()).isEqualTo(3);
        assertThat(text.toBytes()).containsExactly('1', '2', '3');
        text.toBytes()[0] = 'x';
        assertThat(text).hasToString("123");
        assertThat(JsonText.ofBytes(new byte[] {'a', '7', 'b'}, 1, 2)).isEqualTo(JsonText.of("7"));
        assertThat(JsonText.of(GRIN).length()).isEqualTo(4);
        assertThat(JsonText.of("1").flaw(StrictJson.SYNTAX)).isEmpty();
        assertThat(JsonText.of("x").flaw(StrictJson.SYNTAX)).isPresent();
        assertRefused("payload", () -> JsonText.of("\"\uD83D\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\"a\" : [ 1 ,\t2 ] ,\r\n\"b c\" : \"x \\\" \\\\\" , \"d\" : \" \" } ",
                "{\"a\":[1,2],\"b c\":\"x \\\" \\\\\",\"d\":\" \"}"
            })
    void a_payload_loses_the_white_space_between_its_tokens_and_nothing_else(String text) {
        Payload payload = Payload.read(JsonText.of(text), StrictJson.SYNTAX);

        assertThat(payload).hasToString("{\"a\":[1,2],\"b c\":\"x \\\" \\\\\",\"d\":\" \"}");
        assertThat(Payload.isMinified(payload.toBytes(), 0, payload.length())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"\\u0041\":\"\\/\"}", "1E5", "-0", "1.0", "{\"b\":1,\"a\":2}", "\"\\ud83d\\ude00\"", "null"})
    void escapes_numbers_and_the_order_of_keys_stay_as_they_were_given(String text) {
        assertThat(Payload.read(JsonText.of(text), StrictJson.SYNTAX)).hasToString(text);
    }

    @Test
    void a_payload_with_a_flaw_is_refused_with_what_and_where() {
        assertThatThrownBy(() -> Payload.read(JsonText.of("{\"a\":1,\"\\u0061\":2}"), StrictJson.SYNTAX))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("payload: expected one JSON value within the limits, found the key \"a\" twice")
                .hasMessageContaining("at byte ");
    }

    @Test
    void payloads_are_equal_if_their_bytes_are() {
        Payload payload = Payload.read(JsonText.of("[1]"), StrictJson.SYNTAX);
        byte[] line = {'x', '[', '1', ']', 'y'};

        assertThat(payload).isEqualTo(Payload.ofJudged(line, 1, 4)).hasSameHashCodeAs(Payload.ofJudged(line, 1, 4));
        assertThat(payload)
                .isNotEqualTo(Payload.read(JsonText.of("[1.0]"), StrictJson.SYNTAX))
                .isNotEqualTo("[1]");
        byte[] target = new byte[5];
        payload.copyTo(target, 1);
        assertThat(target).containsExactly(0, '[', '1', ']', 0);
        payload.toBytes()[0] = 'x';
        assertThat(payload).hasToString("[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\n", "\r"})
    void each_kind_of_white_space_is_found_outside_strings_only(String space) {
        byte[] outside = ("[1," + space + "2]").getBytes(StandardCharsets.UTF_8);
        byte[] inside = ("[\"1" + space + "\",\"\\\"" + space + "\"]").getBytes(StandardCharsets.UTF_8);

        assertThat(Payload.isMinified(outside, 0, outside.length)).isFalse();
        assertThat(Payload.isMinified(outside, 4, outside.length)).isTrue();
        assertThat(Payload.isMinified(outside, 0, 3)).isTrue();
        assertThat(Payload.isMinified(inside, 0, inside.length)).isTrue();
    }

    @Test
    void limits_are_those_of_the_format_or_lower() {
        assertThat(Limits.FORMAT).isEqualTo(new Limits(1_000_000, 8_388_608, 128, 32, 1_000));
        assertThat(new Limits(1, 1, 1, 1, 1).tagsMax()).isEqualTo(1);
        assertLimit("lineBytesMax", () -> new Limits(1_000_001, 1, 1, 1, 1));
        assertLimit("lineBytesMax", () -> new Limits(0, 1, 1, 1, 1));
        assertLimit("batchBytesMax", () -> new Limits(1, 8_388_609, 1, 1, 1));
        assertLimit("payloadNestingMax", () -> new Limits(1, 1, 129, 1, 1));
        assertLimit("tagsMax", () -> new Limits(1, 1, 1, 33, 1));
        assertLimit("numberCharactersMax", () -> new Limits(1, 1, 1, 1, 1_001));
    }

    @Test
    void a_refusal_shows_foreign_text_shortly_with_control_characters_made_visible() {
        assertThatThrownBy(() -> new EventId("a\n\u007f\uD83D" + "x".repeat(60)))
                .hasMessageEndingWith("found \"a\\u000a\\u007f\\ud83d" + "x".repeat(56) + "\u2026\" (64 characters)");
        assertThatThrownBy(() -> new EventId("a b")).hasMessageEndingWith("found \"a b\"");
        assertThatThrownBy(() -> new EventId("!".repeat(60))).hasMessageEndingWith("\"" + "!".repeat(60) + "\"");
        assertThatThrownBy(() -> new EventId("a b"))
                .extracting(thrown ->
                        List.of(((InvalidEventException) thrown).expected(), ((InvalidEventException) thrown).found()))
                .isEqualTo(List.of("1 to 128 characters of A-Z a-z 0-9 . _ : -", "\"a b\""));
    }

    @Test
    void a_draft_is_changed_key_by_key_and_keeps_the_others() {
        EventDraft draft = EventDraft.of("a.b.v1", "1");
        EventDraft full = draft.withId(new EventId("i"))
                .withSource(EventSource.LEDGER)
                .withObservedAt(EventTime.parse("o", "2026-11-23T10:00:00Z"))
                .withTraceId(new TraceId("t"))
                .withSessionId(new SessionId("s"))
                .withTags(DomainTags.of("x"))
                .withPayload(JsonText.of("2"));

        assertThat(draft.id()).isEmpty();
        assertThat(draft.source()).isEqualTo(EventSource.USER);
        assertThat(full)
                .isEqualTo(new EventDraft(
                        Optional.of(new EventId("i")),
                        new EventType("a.b.v1"),
                        EventSource.LEDGER,
                        Optional.of(EventTime.parse("o", "2026-11-23T10:00:00Z")),
                        Optional.of(new TraceId("t")),
                        Optional.of(new SessionId("s")),
                        DomainTags.of("x"),
                        JsonText.of("2")));
    }

    private static String[] many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "tag" + i).toArray(String[]::new);
    }

    private static void assertRefused(String field, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith(field + ": expected ")
                .extracting(thrown -> ((InvalidEventException) thrown).field())
                .isEqualTo(field);
    }

    private static void assertLimit(String name, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must be from 1 to ");
    }
}
