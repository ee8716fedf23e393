package dev.diptych.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.ListAnswer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.RunnerException;

/** Shows that the benchmarks of signatures run, and measure what they say. How long it took is nobody's business here. */
final class SigningCostsTest {
    @TempDir
    Path directory;

    @Test
    void every_benchmark_runs_once_with_each_of_its_parameters() throws RunnerException {
        assertThat(Smoke.of(AppendBenchmark.class)).hasSize(6);
        assertThat(Smoke.of(ForceBenchmark.class)).hasSize(4);
        assertThat(Smoke.of(SignatureBenchmark.class)).hasSize(3);
        assertThat(Smoke.of(AuditBenchmark.class, "events", "50")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_appended_is_mirrored_and_signed_if_it_says_so(boolean signed) {
        var benchmark = new AppendBenchmark();
        benchmark.signed = signed;
        benchmark.openLedger();
        try {
            assertThat(benchmark.oneCaller()).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(benchmark.listsOfAThousand())
                    .isInstanceOfSatisfying(
                            ListAnswer.AllRecorded.class,
                            all -> assertThat(all.answers()).hasSize(AppendBenchmark.LIST));
        } finally {
            benchmark.closeLedger();
        }
    }

    @Test
    void the_ledgers_measured_have_the_lines_and_signatures_that_they_speak_of() {
        var signed = Ledgers.in(directory);
        Ledgers.fill(signed, 1_500, true);

        AuditReport report = signed.audit(AuditRequest.full());
        assertThat(report.authentic()).isEqualTo(AuditReport.Authenticity.AUTHENTIC);
        assertThat(report.findingsTotal()).isZero();
        try (var view = signed.read()) {
            assertThat(view.find(dev.diptych.domain.chain.Sequence.of(1_500))
                            .orElseThrow()
                            .lineLength())
                    .isBetween(800, 900);
        }
    }
}
