package dev.diptych.ports.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
    private static final String HASH = "0f".repeat(32);

    @Test
    void a_report_is_clean_only_if_both_verdicts_are_the_best() {
        assertThat(report(ParityVerdict.IN_PARITY, LogVerdict.INTACT).isClean()).isTrue();
        assertThat(report(ParityVerdict.IN_PARITY, LogVerdict.TORN_TAIL).isClean())
                .isFalse();
        assertThat(report(ParityVerdict.STORE_BEHIND, LogVerdict.INTACT).isClean())
                .isFalse();
    }

    @Test
    void a_store_that_only_a_newer_program_understands_has_no_verdict() {
        Finding ofStore = Finding.of(FindingKind.UNKNOWN_VERSION);
        Finding ofLog = ofStore.at(new Place("00000000000000000001.jsonl", 0, 1));

        assertThat(report(ParityVerdict.DIVERGED, LogVerdict.INTACT, ofStore).judgedVerdict())
                .isEmpty();
        assertThat(report(ParityVerdict.DIVERGED, LogVerdict.UNKNOWN_VERSION, ofLog)
                        .judgedVerdict())
                .contains(ParityVerdict.DIVERGED);
    }

    @Test
    void a_mark_is_read_as_it_was_printed() {
        VerifiedMark mark = VerifiedMark.parse("42:" + HASH);

        assertThat(mark.head()).isEqualTo(new ChainHead(Sequence.of(42), EventHash.parse(HASH)));
        assertThat(mark).hasToString("42:" + HASH);
    }

    @Test
    void what_is_no_mark_is_refused() {
        for (String text :
                List.of("", "42", ":" + HASH, "0:" + HASH, "042:" + HASH, "42:" + HASH + "0", "42:nothing")) {
            assertThatThrownBy(() -> VerifiedMark.parse(text))
                    .describedAs(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static VerifyReport report(ParityVerdict verdict, LogVerdict log, Finding... findings) {
        return new VerifyReport(
                ParityLevel.FULL,
                verdict,
                log,
                Optional.empty(),
                List.of(),
                List.of(findings),
                findings.length,
                List.of(),
                List.of(),
                Optional.empty());
    }
}
