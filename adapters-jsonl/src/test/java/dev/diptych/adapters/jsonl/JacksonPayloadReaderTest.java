package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.PayloadFlaw;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a payload and what is not, and that no limit but ours refuses. */
final class JacksonPayloadReaderTest {
    private static final JacksonPayloadReader READER = new JacksonPayloadReader(Limits.FORMAT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-0",
                "1E5",
                "1.0e-7",
                "\"\"",
                "\"\\u0000\\/\\b\"",
                "\"\\ud83d\\ude00\"",
                "\"\\\\ud800\"",
                "\"😀 é \\u00E9\"",
                "[]",
                " [ 1 , 2 ]\r\n\t",
                "{\"a\":{\"a\":1},\"b\":[{\"a\":2}]}",
                "{\"\":1}"
            })
    void takes_every_spelling_of_a_json_value(String text) {
        assertThat(flaw(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ~~                        | no value                                         | 0
                    ~  ~                      | no value                                         | 0
                    {"a":1,"a":2}             | the key "a" twice in one object                  | 10
                    {"a":1,"\\u0061":2}       | the key "a" twice in one object                  | 15
                    [{"x":{"k":1,"b":2,"k":3}}] | the key "k" twice in one object                | 22
                    "\\ud800"                 | half a surrogate pair                            | 1
                    "\\ude00"                 | half a surrogate pair                            | 1
                    "\\ud83d\\ud83d\\ude00"   | half a surrogate pair                            | 1
                    {"\\ud83dx":1}            | half a surrogate pair                            | 2
                    1 2                       | something behind the value                       | 2
                    {} {}                     | something behind the value                       | 3
                    """)
    void names_the_flaw_and_where_it_is(String text, String reason, long offset) {
        assertThat(flaw(text)).contains(new PayloadFlaw(reason, offset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "[NaN]",
                "01",
                "+1",
                "1.",
                ".5",
                "-",
                "1e",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "'a'",
                "//x\n1",
                "/* */1",
                "# x\n1",
                "\"a\nb\"",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"open",
                "[1",
                "{\"a\"",
                "tru",
                "True",
                "1a",
                "[1 2]",
                "{\"a\" 1}",
                "\\",
                "1\\",
                "\u00a01",
                "1\f"
            })
    void refuses_what_the_grammar_refuses(String text) {
        assertThat(flaw(text))
                .hasValueSatisfying(flaw -> assertThat(flaw.reason()).isNotBlank());
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        for (int[] bytes : new int[][] {
            {'"', 0x80, '"'},
            {'"', 0xc0, 0xaf, '"'},
            {'"', 0xe0, 0x80, 0xaf, '"'},
            {'"', 0xed, 0xa0, 0x80, '"'},
            {'"', 0xf4, 0x90, 0x80, 0x80, '"'},
            {'"', 0xf0, 0x9f, 0x98, '"'},
            {'"', 'a', 0xff, '"'},
        }) {
            byte[] text = bytes(bytes);
            assertThat(READER.flawIn(text, 0, text.length))
                    .as(Arrays.toString(bytes))
                    .hasValueSatisfying(flaw -> assertThat(flaw.reason()).isEqualTo("bytes that are not UTF-8"));
        }
        byte[] longer = ("\"" + "é".repeat(9_000) + "x\"").getBytes(StandardCharsets.UTF_8);
        assertThat(READER.flawIn(longer, 0, longer.length)).isEmpty();
        longer[longer.length - 2] = (byte) 0xc3;
        assertThat(READER.flawIn(longer, 0, longer.length))
                .contains(new PayloadFlaw("bytes that are not UTF-8", longer.length - 2));
    }

    @Test
    void refuses_a_byte_order_mark_and_never_takes_utf_8_for_another_encoding() {
        assertThat(flaw("\ufeff{}")).contains(new PayloadFlaw("a byte order mark", 0));
        byte[] utf16 = "[1]".getBytes(StandardCharsets.UTF_16BE);
        assertThat(READER.flawIn(utf16, 0, utf16.length)).contains(new PayloadFlaw("a zero byte", 0));
        byte[] littleEndian = "[1]".getBytes(StandardCharsets.UTF_16LE);
        assertThat(READER.flawIn(littleEndian, 0, littleEndian.length)).contains(new PayloadFlaw("a zero byte", 1));
    }

    @Test
    void judges_only_the_bytes_that_it_is_told_and_counts_from_their_start() {
        byte[] line = "xx{\"a\":1,\"a\":2}yy".getBytes(StandardCharsets.UTF_8);

        assertThat(READER.flawIn(line, 2, 15)).contains(new PayloadFlaw("the key \"a\" twice in one object", 10));
        assertThat(READER.flawIn(line, 7, 8)).isEmpty();
    }

    @Test
    void nesting_is_refused_from_129_on() {
        assertThat(flaw("[".repeat(128) + "]".repeat(128))).isEmpty();
        assertThat(flaw("[".repeat(129) + "]".repeat(129)))
                .hasValueSatisfying(
                        flaw -> assertThat(flaw.reason()).isEqualTo("arrays and objects nested deeper than 128"));
        assertThat(flaw("{\"a\":".repeat(128) + "1" + "}".repeat(128))).isEmpty();
        assertThat(flaw("{\"a\":".repeat(129) + "1" + "}".repeat(129))).isPresent();
        assertThat(flaw("[".repeat(400_000))).isPresent();
    }

    @Test
    void numbers_are_refused_from_1001_characters_on_however_they_are_spelled() {
        for (String[] parts : new String[][] {{"", "7", ""}, {"-", "7", ""}, {"0.", "3", ""}, {"1", "0", "E-5"}}) {
            int fixed = parts[0].length() + parts[2].length();
            String longest = parts[0] + parts[1].repeat(1_000 - fixed) + parts[2];
            String tooLong = parts[0] + parts[1].repeat(1_001 - fixed) + parts[2];
            assertThat(flaw("[1," + longest + "]")).as(parts[0]).isEmpty();
            assertThat(flaw("[1," + tooLong + "]"))
                    .as(parts[0])
                    .contains(new PayloadFlaw("a number of more than 1000 characters", 3));
        }
    }

    @Test
    void lower_limits_are_its_own() {
        JacksonPayloadReader strict = new JacksonPayloadReader(new Limits(1_000_000, 1_000_000, 2, 32, 3));
        byte[] fits = "[[123]]".getBytes(StandardCharsets.UTF_8);
        byte[] deep = "[[[]]]".getBytes(StandardCharsets.UTF_8);
        byte[] wide = "1234".getBytes(StandardCharsets.UTF_8);

        assertThat(strict.flawIn(fits, 0, fits.length)).isEmpty();
        assertThat(strict.flawIn(deep, 0, deep.length)).isPresent();
        assertThat(strict.flawIn(wide, 0, wide.length)).isPresent();
    }

    @Test
    void keys_and_strings_and_their_number_have_no_limit_but_the_line() {
        assertThat(flaw("{\"" + "k".repeat(60_000) + "\":1}")).isEmpty();
        assertThat(flaw("\"" + "s".repeat(999_000) + "\"")).isEmpty();
        assertThat(flaw(IntStream.range(0, 60_000)
                        .mapToObj(i -> "\"k" + i + "\":" + i)
                        .reduce(
                                new StringBuilder("{"),
                                (all, one) ->
                                        all.append(all.length() > 1 ? "," : "").append(one),
                                StringBuilder::append)
                        .append("}")
                        .toString()))
                .isEmpty();
        assertThat(flaw("[" + "0,".repeat(400_000) + "0]")).isEmpty();
    }

    @Test
    void keys_with_equal_hashes_are_keys_like_others() {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < 4_096; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            object.append(i == 0 ? "\"" : ",\"").append(key).append("\":").append(i);
        }
        assertThat(flaw(object.append("}").toString())).isEmpty();
    }

    @Test
    void agrees_with_a_judge_that_was_written_from_the_page() {
        long seed = Long.getLong("diptych.seed", System.nanoTime());
        Random random = new Random(seed);
        String[] samples = {
            "{\"a\":[1,-2.5e+7,true,null,\"x\\u00e9\\n\"],\"b\":{\"c\":{}}}",
            "[\"\\ud83d\\ude00\",\"😀é\",{\"k\":1,\"kk\":2},[[[]]]]",
            "-0.0e0",
            "{\"a\":1,\"b\":2,\"c\":3,\"\":4}"
        };
        String alphabet = "{}[]:,\"\\u0123deEfabD8cC+-.tnrlsx \n\té\0";
        byte[] pieces = alphabet.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200_000; i++) {
            byte[] text = samples[random.nextInt(samples.length)].getBytes(StandardCharsets.UTF_8);
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                text = edited(text, pieces, random);
            }
            boolean ours = READER.flawIn(text, 0, text.length).isEmpty();
            boolean theirs =
                    TwinPayloadReader.FORMAT.flawIn(text, 0, text.length).isEmpty();
            assertThat(ours)
                    .as("seed %s: %s", seed, new String(text, StandardCharsets.UTF_8))
                    .isEqualTo(theirs);
        }
    }

    private static byte[] edited(byte[] text, byte[] pieces, Random random) {
        int at = text.length == 0 ? 0 : random.nextInt(text.length);
        byte piece = pieces[random.nextInt(pieces.length)];
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] longer = Arrays.copyOf(text, text.length + 1);
                System.arraycopy(text, at, longer, at + 1, text.length - at);
                longer[at] = piece;
                return longer;
            }
            case 1 -> {
                byte[] shorter = Arrays.copyOf(text, Math.max(0, text.length - 1));
                System.arraycopy(text, Math.min(at + 1, text.length), shorter, at, Math.max(0, shorter.length - at));
                return shorter;
            }
            default -> {
                byte[] other = text.clone();
                if (other.length > 0) {
                    other[at] = piece;
                }
                return other;
            }
        }
    }

    private static Optional<PayloadFlaw> flaw(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return READER.flawIn(bytes, 0, bytes.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
