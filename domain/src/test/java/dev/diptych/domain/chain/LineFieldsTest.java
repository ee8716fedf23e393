package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineFieldsTest {
    private static final String LINE = Sealing.ofBatches(1).line(1);

    @Test
    void a_line_is_taken_apart_at_its_keys_in_the_order_of_the_format() {
        LineFields fields = split(LINE);

        assertThat(fields.keys())
                .containsExactly(
                        "seq",
                        "batch",
                        "batch_end",
                        "id",
                        "schema_version",
                        "observed_at",
                        "recorded_at",
                        "source",
                        "event_type",
                        "domain_tags",
                        "payload_hash",
                        "prev_event_hash",
                        "event_hash",
                        "payload");
        assertThat(fields.text("seq")).contains("1");
        assertThat(fields.text("id")).contains("\"e-1\"");
        assertThat(fields.unquoted("id")).contains("e-1");
        assertThat(fields.text("source")).contains("{\"type\":\"user\"}");
        assertThat(fields.text("domain_tags")).contains("[]");
        assertThat(fields.text("payload")).contains("{\"n\":0}");
        assertThat(fields.bytes("batch").orElseThrow()).containsExactly('1');
        assertThat(fields.has("trace_id")).isFalse();
        assertThat(fields.text("trace_id")).isEmpty();
        assertThat(fields.bytes("trace_id")).isEmpty();
        assertThat(fields.unquoted("seq")).isEmpty();
        assertThat(LineFields.allKeys()).hasSize(19);
    }

    @Test
    void keys_that_may_be_left_out_are_found_only_in_their_place() {
        LineFields signed = split(Sealing.signed(LINE));
        assertThat(signed.unquoted("key_id")).contains("k1");
        assertThat(signed.unquoted("signature")).contains("A".repeat(86));

        String elsewhere = LINE.replace("{\"n\":0}", "{\"n\":0,\"trace_id\":1,\"bound\":true,\"signature\":2}");
        assertThat(split(elsewhere).keys()).isEqualTo(split(LINE).keys());
        assertThat(split(elsewhere).text("payload"))
                .contains("{\"n\":0,\"trace_id\":1,\"bound\":true,\"signature\":2}");
    }

    @Test
    void a_value_may_be_nonsense() {
        assertThat(split(LINE.replace("\"e-1\"", "\u00ff~")).bytes("id").orElseThrow())
                .hasSize(2);
        assertThat(split(LINE.replace("\"e-1\"", "")).text("id")).contains("");
        assertThat(split(LINE.replace("\"e-1\"", "\"")).unquoted("id")).isEmpty();
        assertThat(split(LINE.replace("\"e-1\"", "x\"")).unquoted("id")).isEmpty();
        assertThat(split(LINE.replace("\"e-1\"", "\"x")).unquoted("id")).isEmpty();
        assertThat(split(LINE.replace("\"e-1\"", "\"\"")).unquoted("id")).contains("");
    }

    @Test
    void the_payload_ends_before_the_last_brace_or_at_the_end_of_the_line() {
        String scalar = LINE.replace("{\"n\":0}", "12");
        assertThat(split(scalar.replace("12}\n", "12]\n")).text("payload")).contains("12]");
        assertThat(split(scalar.replace("12}\n", "12}")).text("payload")).contains("12");
        assertThat(split(scalar.replace("12}\n", "12}x}y\n")).text("payload")).contains("12}x");
        assertThat(split(scalar.replace("12}\n", "")).text("payload")).contains("");
        assertThat(split(scalar.replace("12}\n", "}\n")).text("payload")).contains("");
    }

    @Test
    void a_line_without_a_key_that_must_be_there_is_not_taken_apart() {
        for (String key : split(LINE).keys()) {
            String without = LINE.replace("\"" + key + "\":", "\"x" + key + "\":");
            assertThat(LineFields.split(Sealing.bytes(without))).as(key).isEmpty();
        }
        assertThat(LineFields.split(new byte[0])).isEmpty();
        assertThat(LineFields.split(Sealing.bytes(" " + LINE))).isEmpty();
        assertThat(LineFields.split(Sealing.bytes("\n"))).isEmpty();
    }

    @Test
    void what_may_make_void_flags_right_is_noticed() {
        assertThat(split(LINE).leavesVoidFlagsUnjudged()).isFalse();
        assertThat(split(LINE.replace("],\"payload_hash\"", "],\"bound\":true,\"payload_hash\""))
                        .leavesVoidFlagsUnjudged())
                .isTrue();
        assertThat(split(LINE.replace("com.example.happened", "diptych.healed")).leavesVoidFlagsUnjudged())
                .isTrue();
        assertThat(split(LINE.replace("com.example.happened", "diptych.format")).leavesVoidFlagsUnjudged())
                .isFalse();
        assertThat(split(LINE.replace("com.example.happened", "diptych.policy.broken_glass"))
                        .leavesVoidFlagsUnjudged())
                .isFalse();
    }

    @Test
    void differing_keys_are_named_in_the_order_of_the_format() {
        String other = LINE.replace("{\"n\":0}", "{\"n\":7}").replace("\"e-1\"", "\"e-2\"");
        assertThat(between(LINE, other)).containsExactly("id", "payload");
        assertThat(between(LINE, LINE.replace("{\"type\":\"user\"}", "{\"type\":\"user\",\"name\":\"n\"}")))
                .containsExactly("source");
        assertThat(between(LINE, Sealing.signed(LINE))).containsExactly("key_id", "event_hash", "signature");
        assertThat(between(LINE.replace("\"seq\":1,", "\"seq\":2,"), LINE)).containsExactly("seq");
    }

    @Test
    void where_no_key_can_be_named_it_is_the_line() {
        assertThat(between(LINE, LINE)).isEqualTo(List.of("line"));
        assertThat(between(LINE, LINE.substring(0, LINE.length() - 1))).isEqualTo(List.of("line"));
        assertThat(between("garbage", LINE)).isEqualTo(List.of("line"));
        assertThat(between(LINE, "")).isEqualTo(List.of("line"));
    }

    private static List<String> between(String log, String store) {
        return FieldDifference.between(Sealing.bytes(log), Sealing.bytes(store));
    }

    private static LineFields split(String line) {
        return LineFields.split(Sealing.bytes(line)).orElseThrow();
    }
}
