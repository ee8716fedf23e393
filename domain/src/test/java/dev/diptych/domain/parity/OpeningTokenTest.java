package dev.diptych.domain.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class OpeningTokenTest {

    @Test
    void differs_from_every_other() {
        assertThat(OpeningToken.create()).isNotEqualTo(OpeningToken.create());
    }

    @Test
    void cannot_be_told_from_another_by_its_text() {
        assertThat(OpeningToken.create()).hasToString("opening token");
    }

    @Test
    void cannot_be_copied_extended_or_written_down() {
        assertThat(Modifier.isFinal(OpeningToken.class.getModifiers())).isTrue();
        assertThat(Cloneable.class.isAssignableFrom(OpeningToken.class)).isFalse();
        assertThat(Serializable.class.isAssignableFrom(OpeningToken.class)).isFalse();
        assertThat(OpeningToken.class.getDeclaredFields())
                .filteredOn(field -> !field.isSynthetic())
                .isEmpty();
    }
}
