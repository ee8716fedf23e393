package dev.diptych.domain.parity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityLevelTest {

    @Test
    void goes_from_quick_over_since_to_full() {
        assertThat(ParityLevel.values()).containsExactly(ParityLevel.QUICK, ParityLevel.SINCE, ParityLevel.FULL);
        assertThat(ParityLevel.values()).extracting(ParityLevel::word).containsExactly("quick", "since", "full");
    }

    @ParameterizedTest
    @CsvSource({
        "QUICK,QUICK,true", "QUICK,SINCE,false", "QUICK,FULL,false",
        "SINCE,QUICK,true", "SINCE,SINCE,true", "SINCE,FULL,false",
        "FULL,QUICK,true", "FULL,SINCE,true", "FULL,FULL,true"
    })
    void satisfies_its_own_level_and_every_lower_one(ParityLevel level, ParityLevel required, boolean satisfied) {
        assertThat(level.satisfies(required)).isEqualTo(satisfied);
    }

    @Test
    void verdicts_have_the_words_of_the_report() {
        assertThat(ParityVerdict.values())
                .extracting(ParityVerdict::word)
                .containsExactly("in_parity", "store_behind", "log_behind", "diverged");
    }
}
