package dev.diptych.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Shows that the benchmark runs and measures what it says. How long it took is nobody's business here. */
final class SealingBenchmarkTest {
    @Test
    void the_harness_finds_the_benchmark_and_runs_it_once_for_every_size() throws RunnerException {
        var options = new OptionsBuilder()
                .include(SealingBenchmark.class.getName())
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .timeUnit(TimeUnit.MICROSECONDS)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        assertThat(new Runner(options).run())
                .extracting(result -> result.getParams().getParam("events"))
                .containsExactlyInAnyOrder("1", "64", "1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void it_seals_whole_lines_of_the_size_that_it_speaks_of(int events) {
        var benchmark = new SealingBenchmark();
        benchmark.events = events;
        benchmark.draftBatch();

        assertThat(benchmark.sealBatch())
                .hasSize(events)
                .allSatisfy(event -> assertThat(event.lineLength()).isBetween(600, 700));
    }
}
