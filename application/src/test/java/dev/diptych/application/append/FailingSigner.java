package dev.diptych.application.append;

import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import java.util.Optional;
import java.util.function.Supplier;

/** A key that signs until it is told to fail. */
final class FailingSigner implements EventSigner {
    private final TwinSigner real;
    private volatile Optional<Supplier<EventSignature>> instead = Optional.empty();

    FailingSigner(TwinSigner real) {
        this.real = real;
    }

    /** From now on it throws. */
    void throwing(RuntimeException failure) {
        instead = Optional.of(() -> {
            throw failure;
        });
    }

    /** From now on it throws. */
    void throwing(Error failure) {
        instead = Optional.of(() -> {
            throw failure;
        });
    }

    /** From now on it does this instead. */
    void doing(Supplier<EventSignature> other) {
        instead = Optional.of(other);
    }

    void mend() {
        instead = Optional.empty();
    }

    @Override
    public VerifyingKey publicKey() {
        return real.publicKey();
    }

    @Override
    public EventSignature sign(byte[] message) {
        return instead.isPresent() ? instead.get().get() : real.sign(message);
    }
}
