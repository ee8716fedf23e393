package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import java.util.List;

/** Where sealed events are made durable. */
public interface SealedEventSink {
    /**
     * Appends one batch, with one force, and returns the new head once the batch is durable.
     *
     * <p>When this returns, every event of the batch survives a power cut. If it fails, the next opening finds the whole
     * batch or none of it. One caller at a time; readers may run meanwhile.
     *
     * @param batch the events that were sealed together: each says the first and the last of these as its batch
     * @throws OutOfSequenceException if the batch does not continue this chain, or is not one whole batch; nothing was
     *     written
     * @throws LogNotWrittenException if nothing was written and the log is as it was; a later append may succeed
     * @throws LogReplacedException if what lies at the log's place is no longer this log; nothing was written
     * @throws LogOutcomeUnknownException if durability could not be established. This log refuses all further appends;
     *     reopen to find out
     */
    ChainHead append(List<SealedEvent> batch);
}
