package dev.diptych.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRuleIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"mirror.append.parity_invariant", "billing", "a.b1.c_2", "0"})
    void takes_lower_case_words_joined_by_dots(String id) {
        assertThat(new PolicyRuleId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a.", ".a", "a..b", "A", "Mirror.append.parity_invariant", "a b", "a-b", "ä", "a\n"})
    void refuses_anything_else(String id) {
        assertThatThrownBy(() -> new PolicyRuleId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy rule id must be lower-case words (a-z 0-9 _) joined by dots, at most 128"
                        + " characters, was \""
                        + id + "\"");
    }

    @Test
    void takes_128_characters_and_refuses_129() {
        assertThat(new PolicyRuleId("a".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new PolicyRuleId("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lies_within_itself_and_within_the_words_it_begins_with() {
        PolicyRuleId daily = new PolicyRuleId("billing.limit.daily");

        assertThat(daily.isWithin(daily)).isTrue();
        assertThat(daily.isWithin(new PolicyRuleId("billing.limit"))).isTrue();
        assertThat(daily.isWithin(new PolicyRuleId("billing"))).isTrue();
        assertThat(daily.isWithin(new PolicyRuleId("bill"))).isFalse();
        assertThat(daily.isWithin(new PolicyRuleId("billing.limit.daily.eu"))).isFalse();
        assertThat(daily.isWithin(new PolicyRuleId("limit.daily"))).isFalse();
    }

    @Test
    void sorts_by_its_text() {
        assertThat(List.of(new PolicyRuleId("b"), new PolicyRuleId("a.z"), new PolicyRuleId("a")).stream()
                        .sorted())
                .extracting(PolicyRuleId::value)
                .containsExactly("a", "a.z", "b");
    }
}
