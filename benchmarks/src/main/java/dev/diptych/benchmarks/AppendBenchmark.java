package dev.diptych.benchmarks;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events a second, each durable in the log and committed to the store when it is answered, with and without signatures. To
 * be read against {@link ForceBenchmark} of the same run: the disk decides.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
    static final int LIST = 1_000;

    /** Whether each event is signed. */
    @Param({"false", "true"})
    public boolean signed;

    private final EventSigner signer = Ledgers.signer();
    private final EventDraft draft = Ledgers.draft();
    private final List<EventDraft> list = Ledgers.drafts(LIST);
    private Path directory;
    private Mirror mirror;
    private PolicyDecision decision;

    @Setup
    public void openLedger() {
        directory = Ledgers.temporaryDirectory();
        mirror = Ledgers.in(directory).open();
        decision = mirror.decide();
    }

    @TearDown
    public void closeLedger() {
        mirror.close();
        Ledgers.remove(directory);
    }

    /** One caller, who waits for each. */
    @Benchmark
    @Threads(1)
    public AppendAnswer oneCaller() {
        return append();
    }

    /** Many callers, who share batches. */
    @Benchmark
    @Threads(64)
    public AppendAnswer manyCallers() {
        return append();
    }

    /** One caller with lists, each one batch. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(LIST)
    public ListAnswer listsOfAThousand() {
        ListAnswer answer = signed ? mirror.appendAllSigned(list, decision, signer) : mirror.appendAll(list, decision);
        return answer.fold(all -> all, none -> {
            throw new IllegalStateException(none.answer().message());
        });
    }

    private AppendAnswer append() {
        AppendAnswer answer = signed ? mirror.appendSigned(draft, decision, signer) : mirror.append(draft, decision);
        if (!(answer instanceof AppendAnswer.Mirrored)) {
            throw new IllegalStateException(answer.message());
        }
        return answer;
    }
}
