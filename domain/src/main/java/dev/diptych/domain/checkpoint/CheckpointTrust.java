package dev.diptych.domain.checkpoint;

import dev.diptych.domain.keys.TrustedKey;
import java.util.function.Function;

/** What the signatures of a checkpoint are worth to somebody who trusts certain keys. */
public sealed interface CheckpointTrust {
    /**
     * A handler for each case; a new case breaks the build wherever it is not handled.
     *
     * @param <R> what the handlers answer
     */
    <R> R fold(Function<Good, R> good, Function<Unknown, R> unknown, Function<Bad, R> bad);

    /**
     * A key trusted for checkpoints signed it, under the name of its origin, and no such signature is bad.
     *
     * @param by the key
     */
    record Good(TrustedKey by) implements CheckpointTrust {
        @Override
        public <R> R fold(Function<Good, R> good, Function<Unknown, R> unknown, Function<Bad, R> bad) {
            return good.apply(this);
        }
    }

    /**
     * No key trusted for checkpoints signed it under the name of its origin.
     *
     * @param why what is there instead, in words
     */
    record Unknown(String why) implements CheckpointTrust {
        @Override
        public <R> R fold(Function<Good, R> good, Function<Unknown, R> unknown, Function<Bad, R> bad) {
            return unknown.apply(this);
        }
    }

    /**
     * A signature names a key trusted for checkpoints, and that key did not make it over this text.
     *
     * @param named the key that it names
     */
    record Bad(TrustedKey named) implements CheckpointTrust {
        @Override
        public <R> R fold(Function<Good, R> good, Function<Unknown, R> unknown, Function<Bad, R> bad) {
            return bad.apply(this);
        }
    }
}
