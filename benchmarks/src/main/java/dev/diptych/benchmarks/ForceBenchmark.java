package dev.diptych.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/**
 * The floor under every append: writing the bytes of a batch at a file's end and forcing them, and nothing else. How many a
 * second the machine can do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ForceBenchmark {
    /** One line, one signed line, and a thousand of each. */
    @Param({"640", "800", "640000", "800000"})
    public int bytes;

    private Path directory;
    private FileChannel file;
    private ByteBuffer batch;

    @Setup
    public void openFile() throws IOException {
        directory = Ledgers.temporaryDirectory();
        file = FileChannel.open(directory.resolve("floor"), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
        batch = ByteBuffer.allocateDirect(bytes);
    }

    @TearDown
    public void closeFile() throws IOException {
        file.close();
        Ledgers.remove(directory);
    }

    @Benchmark
    public long writeAndForce() throws IOException {
        batch.clear();
        while (batch.hasRemaining()) {
            file.write(batch);
        }
        file.force(false);
        return file.position();
    }
}
