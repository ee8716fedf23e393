package dev.diptych.application.append;

import dev.diptych.domain.chain.SealedEvent;
import java.util.List;

/**
 * What the writer hands on once the log has made a batch durable.
 *
 * @param events the batch; empty where the requests held nothing new
 * @param going the requests to be answered
 */
record ForcedBatch(List<SealedEvent> events, List<BatchForming.Plan.Go> going) {
    /** Nothing but the wish that the store catches up. */
    static final ForcedBatch NUDGE = new ForcedBatch(List.of(), List.of());
}
