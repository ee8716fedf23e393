package dev.diptych.benchmarks;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to turn the drafts of one batch into sealed lines: two hashes and some 650 bytes an event, no disk.
 *
 * <p>This part of an append runs between two forces, on the one writer thread, so it bounds the events a second of large
 * batches. The answer is the time of the whole batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealingBenchmark {
    /** Brings a line to about 650 bytes, the size that the budgets speak of. */
    private static final int PAYLOAD_BYTES = 130;

    private static final ChainHead UNBORN = ChainHead.beforeFirst(LedgerId.parse("5a".repeat(32)));
    private static final EventTime RECORDED_AT = EventTime.of(Instant.parse("2026-11-23T10:00:00.123456Z"));

    @Param({"1", "64", "1000"})
    public int events;

    private final EventSealer sealer = new EventSealer();
    private List<DraftedEvent> batch = List.of();

    @Setup
    public void draftBatch() {
        List<DraftedEvent> drafts = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            drafts.add(draft(i));
        }
        batch = List.copyOf(drafts);
    }

    @Benchmark
    public List<SealedEvent> sealBatch() {
        return sealer.seal(batch, UNBORN, RECORDED_AT);
    }

    private static DraftedEvent draft(int number) {
        String text = "{\"order\":" + number + ",\"note\":\"" + "n".repeat(PAYLOAD_BYTES) + "\"}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new DraftedEvent(
                EventDraft.of("order.placed.v1", text),
                new EventId("evt_" + number),
                Payload.ofJudged(bytes, 0, bytes.length));
    }
}
