package dev.diptych.domain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.checkpoint.CheckpointHistory.Part;
import dev.diptych.domain.checkpoint.CheckpointHistory.Unreadable;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of checkpoints: what can be read is read, whatever else is in the file. */
class CheckpointHistoryTest {
    private static final String FIRST = NoteSamples.goNotes().get(0);
    private static final String SECOND = NoteSamples.goNotes().get(1);

    @Test
    void reads_notes_one_behind_the_other_and_with_empty_lines_between_them() {
        for (String between : List.of("", "\n", "\n\n\n")) {
            CheckpointHistory history = read(FIRST + between + SECOND + between);

            assertThat(history.checkpoints())
                    .extracting(SignedCheckpoint::render)
                    .containsExactly(FIRST, SECOND);
            assertThat(history.parts()).extracting(Part::number).containsExactly(1, 2);
            assertThat(history.parts()).extracting(Part::line).containsExactly(1L, 6L + between.length());
        }
    }

    @Test
    void several_signatures_are_of_one_note() {
        String witnessed = FIRST + "\u2014 witness.example AAAAAQI=\n";

        assertThat(read(witnessed + SECOND).parts()).extracting(Part::text).containsExactly(witnessed, SECOND);
    }

    @Test
    void an_empty_file_has_none() {
        assertThat(read("").parts()).isEmpty();
        assertThat(read("\n\n").parts()).isEmpty();
    }

    @Test
    void a_note_that_cannot_be_read_is_told_by_its_line_and_the_others_are_read() {
        String broken = FIRST.replaceFirst("\n100\n", "\n0100\n");

        CheckpointHistory history = read(FIRST + broken + SECOND);

        assertThat(history.checkpoints()).hasSize(2);
        assertThat(history.parts().get(1)).isInstanceOfSatisfying(Unreadable.class, part -> {
            assertThat(part.number()).isEqualTo(2);
            assertThat(part.line()).isEqualTo(6);
            assertThat(part.text()).isEqualTo(broken);
            assertThat(part.why()).startsWith("line 7: not a checkpoint: expected a size");
        });
    }

    @Test
    void lines_without_signatures_are_a_part_of_their_own_and_spoil_no_note_behind_an_empty_line() {
        CheckpointHistory history = read("kept by the night shift\n\n" + FIRST + "\nand the next\n\n\n" + SECOND);

        assertThat(history.checkpoints()).hasSize(2);
        assertThat(history.parts())
                .extracting(Part::text)
                .containsExactly("kept by the night shift\n", FIRST, "and the next\n", SECOND);
        assertThat(history.parts()).extracting(Part::line).containsExactly(1L, 3L, 9L, 12L);
    }

    @Test
    void what_is_left_at_the_end_without_signatures_is_a_part_that_cannot_be_read() {
        CheckpointHistory history = read(FIRST + "example.com/orders\n20");

        assertThat(history.checkpoints()).hasSize(1);
        assertThat(history.parts().get(1)).isInstanceOfSatisfying(Unreadable.class, part -> {
            assertThat(part.line()).isEqualTo(6);
            assertThat(part.text()).isEqualTo("example.com/orders\n20");
        });
    }

    @Test
    void what_is_no_utf_8_cannot_be_read_and_stands_in_no_others_way() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(NoteSamples.utf8(FIRST));
        file.write(0xff);
        file.writeBytes(NoteSamples.utf8(FIRST));
        file.writeBytes(NoteSamples.utf8(SECOND));

        CheckpointHistory history = CheckpointHistory.read(file.toByteArray());

        assertThat(history.checkpoints()).hasSize(2);
        assertThat(history.parts().get(1))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        part -> assertThat(part.why()).isEqualTo("line 6: expected UTF-8, found other bytes"));
    }

    @Test
    void every_beginning_of_a_file_is_read_without_an_exception_and_keeps_the_notes_that_are_whole() {
        byte[] file = NoteSamples.utf8(FIRST + SECOND);
        int first = NoteSamples.utf8(FIRST).length;

        for (int length = 0; length <= file.length; length++) {
            int whole = length == file.length ? 2 : length >= first ? 1 : 0;

            assertThat(CheckpointHistory.read(Arrays.copyOf(file, length)).checkpoints())
                    .describedAs("%d bytes", length)
                    .hasSize(whole);
        }
    }

    private static CheckpointHistory read(String text) {
        return CheckpointHistory.read(NoteSamples.utf8(text));
    }
}
