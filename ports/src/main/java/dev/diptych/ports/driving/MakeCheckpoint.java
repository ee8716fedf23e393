package dev.diptych.ports.driving;

import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.ports.driven.EventSigner;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a checkpoint of what both copies have, signed. Takes no lock, so it works beside a writer; it speaks of mirrored events
 * only. Writes nothing but a hint that makes the next one fast.
 */
@FunctionalInterface
public interface MakeCheckpoint {
    /**
     * Walks the log and the store through the store's highest sequence, from the first event, or, where that can be proved,
     * from the checkpoint before.
     *
     * @throws dev.diptych.ports.driven.SigningFailedException if the key cannot sign
     * @throws dev.diptych.ports.driven.PortException if a copy cannot be read
     */
    Answer make(Request request, Progress progress);

    /**
     * @param signer signs the checkpoint
     * @param origin the ledger's name; empty for {@code diptych/ledger/} and the ledger id
     * @param previous the newest checkpoint that was kept, to go on from and to prove that it is extended
     */
    record Request(EventSigner signer, Optional<String> origin, Optional<NamedCheckpoint> previous) {}

    /** How it ended. */
    sealed interface Answer {
        <R> R fold(Function<Made, R> made, Function<NotMade, R> notMade);
    }

    /**
     * @param checkpoint what it says
     * @param text the signed note
     * @param eventsRead how many events were read for it
     */
    record Made(Checkpoint checkpoint, String text, long eventsRead) implements Answer {
        @Override
        public <R> R fold(Function<Made, R> made, Function<NotMade, R> notMade) {
            return made.apply(this);
        }
    }

    /** The copies do not agree, or are not what the checkpoint before says, or there is no event yet: nothing is vouched for. */
    record NotMade(String message) implements Answer {
        @Override
        public <R> R fold(Function<Made, R> made, Function<NotMade, R> notMade) {
            return notMade.apply(this);
        }
    }
}
