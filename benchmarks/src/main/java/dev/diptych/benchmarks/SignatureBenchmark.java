package dev.diptych.benchmarks;

import dev.diptych.adapters.keys.Ed25519Verifier;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.Sha256;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.SignatureVerifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What signing and verifying one event cost alone, beside the hash that every event costs anyway. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignatureBenchmark {
    private static final int ENVELOPE_BYTES = 400;

    private final EventSigner signer = Ledgers.signer();
    private final SignatureVerifier verifier = new Ed25519Verifier();
    private final byte[] envelope = new byte[ENVELOPE_BYTES];
    private final byte[] message =
            LineSigning.message(LedgerId.parse("5a".repeat(EventHash.BYTES)), EventHash.of(new byte[EventHash.BYTES]));
    private final EventSignature signature = signer.sign(message);

    @Benchmark
    public EventSignature sign() {
        return signer.sign(message);
    }

    @Benchmark
    public boolean verify() {
        return verifier.verify(signer.publicKey(), message, signature);
    }

    @Benchmark
    public byte[] hashAnEnvelope() {
        return new Sha256().add(envelope).finish();
    }
}
