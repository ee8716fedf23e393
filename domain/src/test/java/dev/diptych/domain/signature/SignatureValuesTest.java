package dev.diptych.domain.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.InvalidEventException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureValuesTest {
    @Test
    void a_key_id_has_1_to_128_characters_of_a_small_alphabet() {
        assertThat(new KeyId("aZ09._:-+/=")).hasToString("aZ09._:-+/=");
        assertThat(new KeyId("k".repeat(128)).value()).hasSize(128);
        for (String bad : List.of("", "k".repeat(129), "a b", "\u00e9", "a\n")) {
            assertThatThrownBy(() -> new KeyId(bad))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageStartingWith("key_id: expected ");
        }
    }

    @Test
    void a_signature_is_64_bytes_in_86_characters_without_spare_bits() {
        for (String last : List.of("A", "Q", "g", "w")) {
            String text = "aZ0-_".repeat(17) + last;
            assertThat(new EventSignature(text)).hasToString(text);
        }
        for (String bad : List.of("", "A".repeat(85), "A".repeat(87), "A".repeat(85) + "B", "=" + "A".repeat(85))) {
            assertThatThrownBy(() -> new EventSignature(bad))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageStartingWith("signature: expected ");
        }
    }
}
