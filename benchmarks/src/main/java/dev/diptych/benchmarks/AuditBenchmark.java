package dev.diptych.benchmarks;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.VerifyReport;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long an audit of a whole log takes, with and without signatures, and beside it a full verification of both copies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AuditBenchmark {
    @Param({"20000"})
    public int events;

    /** Whether each event is signed, by a key that is trusted. */
    @Param({"false", "true"})
    public boolean signed;

    private Path directory;
    private Diptych ledger;

    @Setup
    public void fillLedger() {
        directory = Ledgers.temporaryDirectory();
        ledger = Ledgers.in(directory);
        Ledgers.fill(ledger, events, signed);
    }

    @TearDown
    public void removeLedger() {
        Ledgers.remove(directory);
    }

    @Benchmark
    public AuditReport audit() {
        AuditReport report = ledger.audit(AuditRequest.full());
        if (report.findingsTotal() > 0) {
            throw new IllegalStateException(report.findings().toString());
        }
        return report;
    }

    @Benchmark
    public VerifyReport verify() {
        VerifyReport report = ledger.verify();
        if (!report.isClean()) {
            throw new IllegalStateException(report.findings().toString());
        }
        return report;
    }
}
