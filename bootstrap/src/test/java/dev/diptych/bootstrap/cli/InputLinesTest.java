package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputLinesTest {
    @Test
    void splits_at_each_lf_and_takes_a_last_line_without_one() throws IOException {
        assertThat(lines("a\nb\r\n\nc")).containsExactly("1:a", "2:b\r", "3:", "4:c");
        assertThat(lines("a\n")).containsExactly("1:a");
        assertThat(lines("\n")).containsExactly("1:");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void takes_lines_across_the_edges_of_its_buffer() throws IOException {
        String first = "x".repeat((1 << 16) - 1);
        String second = "y".repeat((1 << 16) + 1);

        assertThat(lines(first + "\n" + second + "\nz")).containsExactly("1:" + first, "2:" + second, "3:z");
    }

    @Test
    void keeps_a_line_that_is_too_long_outside_of_memory_and_goes_on_behind_it() throws IOException {
        String longLine = "x".repeat(InputLines.LINE_BYTES_MAX + 1);
        InputLines lines = new InputLines(stream("a\n" + longLine + "\nb\n"));

        assertThat(lines.next()).isPresent();
        InputLines.Line tooLong = lines.next().orElseThrow();
        assertThat(tooLong.number()).isEqualTo(2);
        assertThat(tooLong.bytes()).isEmpty();
        assertThat(tooLong.tooLong().orElseThrow().length()).isEqualTo(longLine.length());
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        tooLong.tooLong().orElseThrow().copyTo(copy);
        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo(longLine);
        assertThat(lines.next().orElseThrow().bytes()).isEqualTo(new byte[] {'b'});
    }

    @Test
    void takes_the_longest_line_that_a_draft_may_have() throws IOException {
        String line = "x".repeat(InputLines.LINE_BYTES_MAX);

        assertThat(lines(line + "\n")).containsExactly("1:" + line);
    }

    private static List<String> lines(String text) throws IOException {
        InputLines lines = new InputLines(stream(text));
        List<String> found = new ArrayList<>();
        for (Optional<InputLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            assertThat(line.get().tooLong()).isEmpty();
            found.add(line.get().number() + ":" + new String(line.get().bytes(), StandardCharsets.UTF_8));
        }
        assertThat(lines.bytesRead()).isEqualTo(text.length());
        return found;
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
