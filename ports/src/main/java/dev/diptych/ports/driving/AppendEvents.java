package dev.diptych.ports.driving;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The mirrored append: policy gate, seal, log line forced, then the same sealed event committed to the store.
 *
 * <p>The commit point is the return of the log's force. Appends that arrive while a force runs share the next batch; one
 * that arrives alone waits for nobody. Waiting is not interruptible (the interrupt flag is set again on return): whoever
 * needs to stop waiting uses the stages, and cancelling a stage cancels nothing.
 */
public interface AppendEvents {
    /** Appends one event and answers when its fate is known. */
    AppendAnswer append(EventDraft draft, PolicyDecision decision);

    /**
     * Appends events as one batch: all are recorded, or none.
     *
     * @param drafts at least one; a second draft with the id and content of an earlier one is already recorded
     */
    ListAnswer appendAll(List<EventDraft> drafts, PolicyDecision decision);

    /** Like {@link #append}, without waiting. */
    CompletionStage<AppendAnswer> appendAsync(EventDraft draft, PolicyDecision decision);

    /** Like {@link #appendAll}, without waiting. */
    CompletionStage<ListAnswer> appendAllAsync(List<EventDraft> drafts, PolicyDecision decision);
}
