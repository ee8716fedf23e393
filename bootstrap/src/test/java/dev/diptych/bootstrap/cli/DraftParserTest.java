package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.InvalidEventException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftParserTest {
    private static final String TYPE = "\"event_type\":\"a.b.v1\"";

    @Test
    void takes_every_key_in_any_order() {
        EventDraft draft =
                parse("{\"payload\":[1],\"domain_tags\":[\"x\",\"y\"],\"session_id\":\"s\",\"trace_id\":\"t\","
                        + "\"observed_at\":\"2026-11-23T10:00:00+01:00\",\"source\":{\"name\":\"shell\",\"type\":\"tool\"},"
                        + TYPE + ",\"id\":\"e-1\"}");

        assertThat(draft.id()).hasValueSatisfying(id -> assertThat(id.value()).isEqualTo("e-1"));
        assertThat(draft.source()).isEqualTo(EventSource.named("tool", "shell"));
        assertThat(draft.observedAt())
                .hasValueSatisfying(time -> assertThat(time.text()).isEqualTo("2026-11-23T09:00:00.000000Z"));
        assertThat(draft.traceId())
                .hasValueSatisfying(trace -> assertThat(trace.value()).isEqualTo("t"));
        assertThat(draft.sessionId())
                .hasValueSatisfying(session -> assertThat(session.value()).isEqualTo("s"));
        assertThat(draft.tags()).isEqualTo(DomainTags.of("x", "y"));
        assertThat(draft.payload()).hasToString("[1]");
    }

    @Test
    void leaves_out_what_was_left_out() {
        EventDraft draft = parse("{" + TYPE + ",\"payload\":null}");

        assertThat(draft).isEqualTo(EventDraft.of("a.b.v1", "null"));
        assertThat(draft.source()).isEqualTo(EventSource.USER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1E5",
                "-0",
                "1.0",
                "123456789012345678901234567890.5",
                "\"\\u0041\\/é 😀\"",
                "true",
                "null",
                "\"\"",
                "[]",
                "{}",
                "{\"b\":1,\"a\":{\"x\":[1.50,\"}\"]}}",
                "[ 1 , {\t\"a\" : 2 } ]",
            })
    void keeps_the_payload_as_it_stands_on_the_line(String payload) {
        assertThat(parse("{" + TYPE + ",\"payload\":" + payload + "}").payload())
                .hasToString(payload);
        assertThat(parse("{\"payload\": " + payload + " ," + TYPE + "}").payload())
                .hasToString(payload);
    }

    @Test
    void keeps_a_payload_behind_text_of_several_bytes_a_character() {
        EventDraft draft = parse("{\"trace_id\":\"é😀\"," + TYPE + ",\"payload\":{\"ü\":1}}");

        assertThat(draft.payload()).hasToString("{\"ü\":1}");
    }

    @ParameterizedTest
    @MethodSource("noDrafts")
    void refuses_what_is_no_draft_and_says_why(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> noDrafts() {
        return Stream.of(
                Arguments.of("", "draft: expected one JSON object, found nothing"),
                Arguments.of("[]", "draft: expected one JSON object, found an array"),
                Arguments.of("\"x\"", "draft: expected one JSON object, found a string"),
                Arguments.of("{", "draft: expected one JSON object"),
                Arguments.of(
                        "{" + TYPE + ",\"payload\":1} 2", "draft: expected nothing behind the object, found a number"),
                Arguments.of("{" + TYPE + "}", "payload: expected a value, found none"),
                Arguments.of("{\"payload\":1}", "event_type: expected a value, found none"),
                Arguments.of(
                        "{\"evnt_type\":1}",
                        "draft: expected the keys id, event_type, source, observed_at, trace_id,"
                                + " session_id, domain_tags, payload, found the key \"evnt_type\""),
                Arguments.of("{" + TYPE + "," + TYPE + ",\"payload\":1}", "Duplicate field 'event_type'"),
                Arguments.of("{" + TYPE + ",\"payload\":{\"a\":1,\"\\u0061\":2}}", "Duplicate field 'a'"),
                Arguments.of("{" + TYPE + ",\"payload\":NaN}", "draft: expected one JSON object, found"),
                Arguments.of("{" + TYPE + ",\"payload\":01}", "draft: expected one JSON object, found"),
                Arguments.of("{\"id\":null," + TYPE + ",\"payload\":1}", "id: expected a string, found null"),
                Arguments.of("{\"id\":7," + TYPE + ",\"payload\":1}", "id: expected a string, found a number"),
                Arguments.of("{\"id\":\"a b\"," + TYPE + ",\"payload\":1}", "id: expected 1 to 128 characters"),
                Arguments.of("{\"event_type\":\"A.v1\",\"payload\":1}", "event_type: expected words of a-z 0-9 _"),
                Arguments.of(
                        "{\"observed_at\":\"2026-02-30T00:00:00Z\"," + TYPE + ",\"payload\":1}",
                        "observed_at: expected an RFC 3339 time"),
                Arguments.of(
                        "{\"observed_at\":\"2026-01-01T00:00:60Z\"," + TYPE + ",\"payload\":1}",
                        "observed_at: expected an RFC 3339 time"),
                Arguments.of(
                        "{\"trace_id\":\"\"," + TYPE + ",\"payload\":1}", "trace_id: expected 1 to 128 characters"),
                Arguments.of("{\"trace_id\":\"\\ud800\"," + TYPE + ",\"payload\":1}", "trace_id: expected 1 to 128"),
                Arguments.of(
                        "{\"session_id\":\"a\\u0000\"," + TYPE + ",\"payload\":1}", "session_id: expected 1 to 128"),
                Arguments.of("{\"source\":\"user\"," + TYPE + ",\"payload\":1}", "source: expected an object"),
                Arguments.of("{\"source\":{}," + TYPE + ",\"payload\":1}", "source.type: expected a value, found none"),
                Arguments.of(
                        "{\"source\":{\"type\":\"user\",\"x\":1}," + TYPE + ",\"payload\":1}",
                        "source: expected the keys type, name, found the key \"x\""),
                Arguments.of(
                        "{\"domain_tags\":[\"a\",\"a\"]," + TYPE + ",\"payload\":1}",
                        "domain_tags: expected each tag once"),
                Arguments.of("{\"domain_tags\":[1]," + TYPE + ",\"payload\":1}", "domain_tags: expected a string"),
                Arguments.of(
                        "{\"domain_tags\":{}," + TYPE + ",\"payload\":1}", "domain_tags: expected an array of strings"),
                Arguments.of("\ufeff{" + TYPE + ",\"payload\":1}", "draft: expected UTF-8 without a byte order mark"),
                Arguments.of(
                        "{" + TYPE + ",\"payload\":" + "[".repeat(129) + "]".repeat(129) + "}",
                        "payload: expected at most 128 arrays and objects inside one another, found more"));
    }

    @Test
    void takes_a_payload_as_deep_as_may_be() {
        String deep = "[".repeat(128) + "]".repeat(128);

        assertThat(parse("{" + TYPE + ",\"payload\":" + deep + "}").payload()).hasToString(deep);
    }

    @Test
    void refuses_more_tags_than_an_event_may_have_before_reading_them_all() {
        String tags = "\"t\",".repeat(1_000_000);

        assertThatThrownBy(() -> parse("{\"domain_tags\":[" + tags + "\"t\"]," + TYPE + ",\"payload\":1}"))
                .hasMessage("domain_tags: expected at most 32 tags, found more");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0xc1, 0x80})
    void refuses_bytes_that_are_not_utf_8_and_says_where(int bad) {
        byte[] line = ("{" + TYPE + ",\"payload\":\"x\"}").getBytes(StandardCharsets.UTF_8);
        int at = line.length - 3;
        line[at] = (byte) bad;

        assertThatThrownBy(() -> DraftParser.parse(line))
                .hasMessage("draft: expected UTF-8, found other bytes at byte " + at);
    }

    private static EventDraft parse(String line) {
        return DraftParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
