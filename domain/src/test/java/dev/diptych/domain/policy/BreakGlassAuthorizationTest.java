package dev.diptych.domain.policy;

import static dev.diptych.domain.policy.PolicySamples.DURING;
import static dev.diptych.domain.policy.PolicySamples.FROM;
import static dev.diptych.domain.policy.PolicySamples.UNTIL;
import static dev.diptych.domain.policy.PolicySamples.glass;
import static dev.diptych.domain.policy.PolicySamples.rule;
import static dev.diptych.domain.policy.PolicySamples.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakGlassAuthorizationTest {

    @Test
    void holds_from_its_first_moment_until_just_before_its_last() {
        BreakGlassAuthorization glass = glass("billing");

        assertThat(glass.hasBegun(time("2026-11-23T09:59:59.999999Z"))).isFalse();
        assertThat(glass.hasBegun(FROM)).isTrue();
        assertThat(glass.hasBegun(DURING)).isTrue();
        assertThat(glass.hasEnded(time("2026-11-23T10:59:59.999999Z"))).isFalse();
        assertThat(glass.hasEnded(UNTIL)).isTrue();
    }

    @Test
    void covers_the_rules_of_its_scope() {
        assertThat(glass("billing").covers(rule("billing.limit"))).isTrue();
        assertThat(glass("billing").covers(rule("shipping.limit"))).isFalse();
    }

    @Test
    void does_not_print_its_attestation() {
        assertThat(glass("billing"))
                .hasToString("authorisation of ops@example.com for billing (INC-4711), from 2026-11-23T10:00:00.000000Z"
                        + " until 2026-11-23T11:00:00.000000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INC-4711", "a", "ops.2026:11_23"})
    void takes_a_reason_code(String code) {
        assertThat(new BreakGlassAuthorization("w", rule("a"), code, FROM, UNTIL, "x").reason())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "it was urgent", "ä", "a\"b"})
    void refuses_a_reason_that_is_no_code(String reason) {
        assertThatThrownBy(() -> new BreakGlassAuthorization("w", rule("a"), reason, FROM, UNTIL, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reason of a break-glass authorisation must be a code of 1 to 128 characters of A-Z a-z"
                        + " 0-9 . _ : -,"
                        + " was \"" + reason + "\"");
    }

    @Test
    void refuses_a_reason_code_of_129_characters() {
        assertThat(new BreakGlassAuthorization("w", rule("a"), "x".repeat(128), FROM, UNTIL, "x").reason())
                .hasSize(128);
        assertThatThrownBy(() -> new BreakGlassAuthorization("w", rule("a"), "x".repeat(129), FROM, UNTIL, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_window_that_is_empty_or_backwards() {
        assertThatThrownBy(() -> new BreakGlassAuthorization("w", rule("a"), "r", FROM, FROM, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "break-glass authorisation must end after it begins, was from 2026-11-23T10:00:00.000000Z until"
                                + " 2026-11-23T10:00:00.000000Z");
        assertThatThrownBy(() -> new BreakGlassAuthorization("w", rule("a"), "r", UNTIL, FROM, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void refuses_to_be_nobodys_or_unattested(String blank) {
        assertThatThrownBy(() -> new BreakGlassAuthorization(blank, rule("a"), "r", FROM, UNTIL, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("who of a break-glass authorisation must have 1 to 128 code points and not be blank, had "
                        + blank.length());
        assertThatThrownBy(() -> new BreakGlassAuthorization("w", rule("a"), "r", FROM, UNTIL, blank))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attestation of a break-glass authorisation must have 1 to 1024 code points and not be"
                        + " blank, had "
                        + blank.length());
    }

    @Test
    void counts_code_points_and_not_chars() {
        String longest = "\uD83D\uDD28".repeat(128);

        assertThat(new BreakGlassAuthorization(longest, rule("a"), "r", FROM, UNTIL, "x").who())
                .isEqualTo(longest);
        assertThatThrownBy(() -> new BreakGlassAuthorization(longest + "x", rule("a"), "r", FROM, UNTIL, "x"))
                .hasMessageEndingWith("had 129");
        assertThatThrownBy(() -> new BreakGlassAuthorization("w", rule("a"), "r", FROM, UNTIL, "x".repeat(1025)))
                .hasMessageEndingWith("had 1025");
    }

    @ParameterizedTest
    @CsvSource({"0,U+0000", "10,U+000A", "31,U+001F", "127,U+007F", "55296,U+D800", "57343,U+DFFF"})
    void refuses_what_a_line_cannot_hold(int character, String named) {
        String text = "a" + (char) character + "b";

        assertThatThrownBy(() -> new BreakGlassAuthorization(text, rule("a"), "r", FROM, UNTIL, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("who of a break-glass authorisation holds " + named
                        + ", expected no control characters and no lone surrogates");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x7E, 0x80, 0xD7FF, 0xE000})
    void takes_the_neighbours_of_what_a_line_cannot_hold(int character) {
        String text = "a" + (char) character + "b";

        assertThat(new BreakGlassAuthorization(text, rule("a"), "r", FROM, UNTIL, "x").who())
                .isEqualTo(text);
    }
}
