package dev.diptych.ports.driving;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.checkpoint.Checkpoint;
import java.util.function.Function;

/** Judges the proof that an event is in a ledger, without the ledger: with the proof and the trusted keys alone. */
@FunctionalInterface
public interface CheckProof {
    /**
     * @param proof the text of a proof
     * @throws dev.diptych.ports.driven.KeysUnusableException if the trusted keys cannot be read
     */
    Answer check(String proof);

    /** How it ended. */
    sealed interface Answer {
        <R> R fold(Function<Holds, R> holds, Function<Fails, R> fails);
    }

    /**
     * The event is in the ledger that the checkpoint speaks of, and the checkpoint is signed by a trusted key.
     *
     * @param event the event
     * @param checkpoint the checkpoint
     * @param signedBy whose key signed it, as the trusted keys say
     */
    record Holds(SealedEvent event, Checkpoint checkpoint, String signedBy) implements Answer {
        @Override
        public <R> R fold(Function<Holds, R> holds, Function<Fails, R> fails) {
            return holds.apply(this);
        }
    }

    /** The proof proves nothing. */
    record Fails(String message) implements Answer {
        @Override
        public <R> R fold(Function<Holds, R> holds, Function<Fails, R> fails) {
            return fails.apply(this);
        }
    }
}
