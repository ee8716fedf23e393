package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.CheckpointSink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link CheckpointSink}: what was handed over is there, exactly, behind what was there; or it is said. */
public abstract class CheckpointSinkContract {
    protected static final String FIRST = note(1, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    protected static final String SECOND = note(70_000, "rDo7mP/6mMfNaWGSvGmCuNtEkuj3yOVbK8bUvYKB9nk=");

    /** A place that keeps nothing yet. */
    protected abstract CheckpointSink sink();

    /** What the place that was made last keeps, each text as it was handed over, the oldest first. */
    protected abstract List<String> kept();

    /** Makes the place that was made last go away, so that nothing can be kept there. */
    protected abstract void takeThePlaceAway();

    /** A checkpoint in a signed note, as https://c2sp.org/signed-note has it. */
    protected static String note(long size, String root) {
        return "diptych/ledger/0123456789abcdef0123456789abcdef\n" + size + "\n" + root + "\n\n"
                + "— diptych/ledger/0123456789abcdef0123456789abcdef " + "Wm9lcw0".repeat(12) + "AA==\n";
    }

    @Test
    void keeps_the_text_exactly_and_says_where_it_is() {
        CheckpointSink sink = sink();

        assertThat(sink.anchor(FIRST)).isNotBlank().doesNotContain("\n");
        assertThat(kept()).containsExactly(FIRST);
    }

    @Test
    void keeps_each_text_behind_those_before() {
        CheckpointSink sink = sink();
        sink.anchor(FIRST);
        sink.anchor(SECOND);

        assertThat(kept()).containsExactly(FIRST, SECOND);
    }

    @Test
    void takes_the_same_text_twice_and_keeps_it_once_or_twice() {
        CheckpointSink sink = sink();
        sink.anchor(FIRST);
        sink.anchor(FIRST);
        sink.anchor(SECOND);

        assertThat(kept()).startsWith(FIRST).endsWith(SECOND).containsOnly(FIRST, SECOND);
        assertThat(kept()).hasSizeBetween(2, 3);
    }

    @Test
    void refuses_what_is_no_signed_note_and_keeps_what_it_had() {
        CheckpointSink sink = sink();
        sink.anchor(FIRST);

        for (String text : List.of(
                "",
                "\n",
                "diptych\n1\nroot\n",
                FIRST.substring(0, FIRST.length() - 1),
                FIRST.replace("\n\n", "\n"),
                FIRST + "more\n",
                FIRST + FIRST,
                FIRST.replace("— ", "- "))) {
            assertThatThrownBy(() -> sink.anchor(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(kept()).containsExactly(FIRST);
    }

    @Test
    void says_that_it_could_not_be_kept_and_what_to_do_when_the_place_is_gone() {
        CheckpointSink sink = sink();
        takeThePlaceAway();

        assertThatThrownBy(() -> sink.anchor(FIRST))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("Next: ");
    }
}
