package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.LogUnavailableException;
import org.junit.jupiter.api.Test;

/** The contract of {@link HoldMark}: there or not there, for every process, and never half. */
public abstract class HoldMarkContract {
    /** The place of a mark that nobody has left yet. */
    protected abstract HoldMark mark();

    /** The place last made, as another process finds it after the power was cut. */
    protected abstract HoldMark afterPowerCut();

    /** Makes every call on the place last made fail. */
    protected abstract void spoil();

    @Test
    void says_what_was_left_last_and_survives_a_power_cut() {
        HoldMark mark = mark();
        assertThat(mark.read()).isEmpty();

        mark.put("held since yesterday\n");
        mark.put("held since today\n");

        assertThat(mark.read()).contains("held since today\n");
        assertThat(afterPowerCut().read()).contains("held since today\n");
    }

    @Test
    void what_was_taken_away_does_not_come_back() {
        HoldMark mark = mark();
        mark.put("held\n");
        assertThat(mark.read()).contains("held\n");

        mark.remove();
        mark.remove();

        assertThat(mark.read()).isEmpty();
        assertThat(afterPowerCut().read()).isEmpty();
    }

    @Test
    void refuses_a_text_beyond_4096_bytes_and_keeps_what_was_there() {
        HoldMark mark = mark();
        mark.put("x".repeat(4096));

        assertThatThrownBy(() -> mark.put("é".repeat(2049))).isInstanceOf(IllegalArgumentException.class);

        assertThat(mark.read()).contains("x".repeat(4096));
    }

    @Test
    void a_place_that_fails_is_never_taken_for_one_without_a_mark() {
        HoldMark mark = mark();
        mark.put("held\n");
        spoil();

        assertThatThrownBy(mark::read)
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("Next:");
        assertThatThrownBy(() -> mark.put("again\n")).isInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(mark::remove).isInstanceOf(LogUnavailableException.class);
    }
}
