package dev.diptych.domain.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityEvidenceTest {
    private static final Optional<LedgerId> LEDGER = Optional.of(LedgerId.of(new byte[32]));
    private static final Optional<ChainHead> HEAD =
            Optional.of(new ChainHead(new Sequence(42), EventHash.of(new byte[32])));

    private final OpeningToken token = OpeningToken.create();

    @Test
    void is_issued_for_its_own_token_and_for_no_other() {
        ParityEvidence evidence = of(ParityVerdict.IN_PARITY);

        assertThat(evidence.issuedFor(token)).isTrue();
        assertThat(evidence.issuedFor(OpeningToken.create())).isFalse();
    }

    @Test
    void keeps_what_the_verification_looked_at() {
        ParityEvidence evidence =
                ParityEvidence.issue(token, LEDGER, 7, HEAD, ParityLevel.SINCE, ParityVerdict.LOG_BEHIND);

        assertThat(evidence.ledger()).isEqualTo(LEDGER);
        assertThat(evidence.generation()).isEqualTo(7);
        assertThat(evidence.head()).isEqualTo(HEAD);
        assertThat(evidence.level()).isEqualTo(ParityLevel.SINCE);
        assertThat(evidence.verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
    }

    @ParameterizedTest
    @CsvSource({"IN_PARITY,true", "STORE_BEHIND,false", "LOG_BEHIND,false", "DIVERGED,false"})
    void permits_an_append_only_where_both_copies_agree(ParityVerdict verdict, boolean permitted) {
        assertThat(of(verdict).permitsAppend()).isEqualTo(permitted);
    }

    @Test
    void permits_an_append_where_the_store_lacks_pending_events_alone() {
        ParityEvidence evidence = ParityEvidence.ofPendingOnly(token, LEDGER, 3, HEAD, ParityLevel.FULL);

        assertThat(evidence.permitsAppend()).isTrue();
        assertThat(evidence.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(evidence.issuedFor(token)).isTrue();
        assertThat(evidence)
                .hasToString("store_behind by pending events alone (full, generation 3, ledger " + "00".repeat(32)
                        + ", head 42:" + "00".repeat(32) + ")");
    }

    @Test
    void of_an_unborn_ledger_names_neither_ledger_nor_head() {
        ParityEvidence evidence = ParityEvidence.issue(
                token, Optional.empty(), 0, Optional.empty(), ParityLevel.QUICK, ParityVerdict.IN_PARITY);

        assertThat(evidence).hasToString("in_parity (quick, generation 0, ledger unborn, no head)");
    }

    @Test
    void refuses_a_head_without_a_ledger() {
        assertThatThrownBy(() -> ParityEvidence.issue(
                        token, Optional.empty(), 0, HEAD, ParityLevel.QUICK, ParityVerdict.IN_PARITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parity evidence names head 42:" + "00".repeat(32)
                        + " but no ledger: a ledger that has a head has an id");
    }

    @Test
    void refuses_a_generation_below_0() {
        assertThatThrownBy(
                        () -> ParityEvidence.issue(token, LEDGER, -1, HEAD, ParityLevel.QUICK, ParityVerdict.IN_PARITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("generation of parity evidence must be 0 or more, was -1");
    }

    @Test
    void refuses_to_be_issued_without_a_token() {
        assertThatThrownBy(
                        () -> ParityEvidence.issue(null, LEDGER, 0, HEAD, ParityLevel.QUICK, ParityVerdict.IN_PARITY))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("token");
    }

    @Test
    void lets_nobody_reach_its_token() {
        assertThat(ParityEvidence.class.getConstructors()).isEmpty();
        assertThat(ParityEvidence.class.getDeclaredMethods())
                .filteredOn(method -> !Modifier.isPrivate(method.getModifiers()))
                .extracting(Method::getReturnType)
                .doesNotContain(OpeningToken.class, Object.class);
        assertThat(Arrays.stream(ParityEvidence.class.getDeclaredFields())
                        .filter(field -> !field.isSynthetic() && !Modifier.isStatic(field.getModifiers())))
                .isNotEmpty()
                .extracting(Field::getModifiers)
                .allMatch(Modifier::isPrivate);
        assertThat(of(ParityVerdict.IN_PARITY).toString()).doesNotContain("token");
    }

    private ParityEvidence of(ParityVerdict verdict) {
        return ParityEvidence.issue(token, LEDGER, 0, HEAD, ParityLevel.QUICK, verdict);
    }
}
