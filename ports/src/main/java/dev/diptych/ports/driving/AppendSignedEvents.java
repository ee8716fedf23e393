package dev.diptych.ports.driving;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.EventSigner;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The mirrored append with an Ed25519 signature, which both copies carry. Which key signs is sealed in the envelope; the
 * signature is made before the line is written, and is over the ledger and the event hash.
 *
 * <p>A key that cannot sign, that was rotated away or revoked, or that is not trusted where the mirror knows whom to trust,
 * refuses before anything is written. All else is as in {@link AppendEvents}. An event that is recorded without a signature,
 * or with another key's, does not answer for this one: that is an {@link AppendAnswer.EventConflict}.
 */
public interface AppendSignedEvents {
    /** Appends one event, signed, and answers when its fate is known. */
    AppendAnswer appendSigned(EventDraft draft, PolicyDecision decision, EventSigner signer);

    /** Appends events as one batch, each signed: all are recorded, or none. */
    ListAnswer appendAllSigned(List<EventDraft> drafts, PolicyDecision decision, EventSigner signer);

    /** Like {@link #appendSigned}, without waiting. */
    CompletionStage<AppendAnswer> appendSignedAsync(EventDraft draft, PolicyDecision decision, EventSigner signer);

    /** Like {@link #appendAllSigned}, without waiting. */
    CompletionStage<ListAnswer> appendAllSignedAsync(
            List<EventDraft> drafts, PolicyDecision decision, EventSigner signer);
}
