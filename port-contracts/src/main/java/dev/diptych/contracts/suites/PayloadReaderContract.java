package dev.diptych.contracts.suites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.PayloadFlaw;
import dev.diptych.ports.driven.PayloadReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of {@link PayloadReader}: strict JSON and nothing beside it, at the limits and not before. */
public abstract class PayloadReaderContract {
    private static final List<String> GOOD = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1.0",
            "1E5",
            "-1.50e-300",
            "1e999999",
            "\"\"",
            "[]",
            "{}",
            " {\t\"a\" :\r\n[ 1 , 2 ] } ",
            "\"\\u0000\\/\\\"\\\\\\b\\f\\n\\r\\t\"",
            "\"\\ud83d\\ude00\"",
            "\"\u007f\u2028\uFFFF\"",
            "\"\uD83D\uDE00\"",
            "{\"a\":1,\"A\":1,\"\":1}",
            "[[],[{}],{\"a\":[null]}]",
            "123456789012345678901234567890",
            "{\"a\":{\"a\":{\"a\":1}}}",
            "\"\uFEFF\"");

    private static final List<String> BAD = List.of(
            "",
            " ",
            "nul",
            "True",
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "1e+",
            "0x1",
            "'a'",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"\\ud800x\"",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1",
            "]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{1:1}",
            "{",
            "{\"a\":1 \"b\":2}",
            "1 1",
            "{}{}",
            "// x\n1",
            "1 /* x */",
            "\uFEFF1",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            "[{\"x\":{\"\\u00e9\":1,\"\u00e9\":2}}]",
            "\u00a01",
            "\"\u0001\"",
            "1\u0000");

    /** A reader with these limits. */
    protected abstract PayloadReader reader(Limits limits);

    private PayloadReader format() {
        return reader(Limits.FORMAT);
    }

    @Test
    void takes_every_shape_of_json_and_refuses_what_is_none() {
        for (String good : GOOD) {
            assertThat(flaw(good)).as(good).isEmpty();
        }
        for (String bad : BAD) {
            assertThat(flaw(bad)).as(bad).isPresent();
        }
    }

    @Test
    void says_why_and_near_which_byte() {
        for (String bad : BAD) {
            PayloadFlaw flaw = flaw(bad).orElseThrow();
            assertThat(flaw.reason()).as(bad).isNotBlank();
            assertThat(flaw.offset()).as(bad).isBetween(0L, (long) bad.getBytes(UTF_8).length);
        }
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        for (int[] bytes : new int[][] {
            {0xC0, 0x80}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xFF}, {0x80}, {0xC3}
        }) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.write('"');
            for (int one : bytes) {
                text.write(one);
            }
            text.write('"');
            assertThat(format().flawIn(text.toByteArray(), 0, text.size())).isPresent();
        }
        assertThat(flaw("\"\u00e9\"")).isEmpty();
    }

    @Test
    void refuses_other_encodings_of_unicode() {
        assertThat(flawOf("[1]".getBytes(StandardCharsets.UTF_16BE))).isPresent();
        assertThat(flawOf("[1]".getBytes(StandardCharsets.UTF_16LE))).isPresent();
        assertThat(flawOf(new byte[] {0, 0, 0, '1'})).isPresent();
    }

    @Test
    void looks_at_the_bytes_it_is_given_and_at_no_others() {
        byte[] bytes = "}{\"a\":1}{".getBytes(UTF_8);

        assertThat(format().flawIn(bytes, 1, 8)).isEmpty();
        assertThat(format().flawIn(bytes, 0, 8)).isPresent();
        assertThat(format().flawIn(bytes, 1, 9)).isPresent();
        assertThat(format().flawIn(bytes, 1, 7)).isPresent();
        assertThat(bytes).isEqualTo("}{\"a\":1}{".getBytes(UTF_8));
    }

    @Test
    void takes_what_is_at_a_limit_and_refuses_what_is_beyond() {
        Limits lower = new Limits(1_000_000, 8 * 1024 * 1024, 3, 32, 5);
        assertThat(flaw(nested(128))).isEmpty();
        assertThat(flaw(nested(129))).isPresent();
        assertThat(flaw("9".repeat(1_000))).isEmpty();
        assertThat(flaw("9".repeat(1_001))).isPresent();
        assertThat(flaw("-1." + "9".repeat(997))).isEmpty();
        assertThat(flaw("-1." + "9".repeat(998))).isPresent();
        assertThat(reader(lower).flawIn(nested(3).getBytes(UTF_8), 0, 6)).isEmpty();
        assertThat(reader(lower).flawIn(nested(4).getBytes(UTF_8), 0, 8)).isPresent();
        assertThat(reader(lower).flawIn("12345".getBytes(UTF_8), 0, 5)).isEmpty();
        assertThat(reader(lower).flawIn("123456".getBytes(UTF_8), 0, 6)).isPresent();
    }

    @Test
    void has_no_limit_of_its_own_on_strings_keys_and_counts() {
        assertThat(flaw("\"" + "x".repeat(5_000_000) + "\"")).isEmpty();
        assertThat(flaw("{\"" + "k".repeat(200_000) + "\":1}")).isEmpty();
        assertThat(flaw("[" + "0,".repeat(200_000) + "0]")).isEmpty();
        StringBuilder keys = new StringBuilder("{");
        for (int i = 0; i < 50_000; i++) {
            keys.append("\"k").append(i).append("\":").append(i).append(',');
        }
        assertThat(flaw(keys + "\"last\":1}")).isEmpty();
        assertThat(flaw(keys + "\"k77\":1}")).isPresent();
    }

    @Test
    void judges_as_the_twin_does_whatever_is_done_to_a_payload() {
        SeededEvents events = SeededEvents.fresh();
        Random random = events.random();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] text = events.draft().payload().toBytes();
            if (text.length > 0 && i % 4 > 0) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            boolean flawed = flawOf(text).isPresent();
            refused += flawed ? 1 : 0;
            assertThat(flawed)
                    .as("payload %s", new String(text, UTF_8))
                    .isEqualTo(TwinPayloadReader.FORMAT
                            .flawIn(text, 0, text.length)
                            .isPresent());
        }
        assertThat(refused).isBetween(1_000, 19_000);
    }

    @Test
    void judges_for_many_threads_at_once() {
        PayloadReader shared = format();
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            counts.add(CompletableFuture.supplyAsync(() -> BAD.stream()
                    .map(bad -> bad.getBytes(UTF_8))
                    .filter(bytes -> shared.flawIn(bytes, 0, bytes.length).isPresent())
                    .count()));
        }
        counts.forEach(count -> assertThat(count.join()).isEqualTo(BAD.size()));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private Optional<PayloadFlaw> flaw(String text) {
        return flawOf(text.getBytes(UTF_8));
    }

    private Optional<PayloadFlaw> flawOf(byte[] bytes) {
        return format().flawIn(bytes, 0, bytes.length);
    }
}
