package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import java.util.Optional;

/** One copy of a ledger, for reading. A use case that is given nothing else cannot write. */
public interface SealedEventSource {
    /** The ledger's identity; empty while it is unborn. */
    Optional<LedgerId> ledgerId();

    /** The newest event's sequence and hash; empty where there is no event. Constant time. */
    Optional<ChainHead> head();

    /**
     * The events after {@code sequence}, in order, through the head as it is when a cursor reaches it. Memory does not
     * grow with the number of events. Events may be appended meanwhile; whether the cursor sees them is not promised.
     *
     * @param sequence {@link Sequence#NONE} for all
     */
    EventCursor after(Sequence sequence);
}
