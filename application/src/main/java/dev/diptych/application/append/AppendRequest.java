package dev.diptych.application.append;

import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.ListAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one caller handed in: drafts that are all recorded or none, the decision they come with, who signs them, and where
 * the answer goes.
 */
final class AppendRequest {
    private final List<DraftedEvent> drafts;
    private final PolicyDecision decision;
    private final Optional<DraftedEvent> brokenGlass;
    private final Optional<TriedSigner> signer;
    private final Optional<KeyEvent> said;
    private final RequestIntake.Caller caller;
    private final int bytes;
    private final CompletableFuture<ListAnswer> answer = new CompletableFuture<>();

    AppendRequest(
            List<DraftedEvent> drafts,
            PolicyDecision decision,
            Optional<DraftedEvent> brokenGlass,
            Optional<TriedSigner> signer,
            Optional<KeyEvent> said,
            RequestIntake.Caller caller) {
        this.drafts = drafts;
        this.decision = decision;
        this.brokenGlass = brokenGlass;
        this.signer = signer;
        this.said = said;
        this.caller = caller;
        this.bytes = bytesOf(drafts, brokenGlass);
    }

    private static int bytesOf(List<DraftedEvent> drafts, Optional<DraftedEvent> brokenGlass) {
        long bytes = brokenGlass.map(EventSealer::lineBytesMax).orElse(0);
        for (DraftedEvent event : drafts) {
            bytes += EventSealer.lineBytesMax(event);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    List<DraftedEvent> drafts() {
        return drafts;
    }

    PolicyDecision decision() {
        return decision;
    }

    /** The ledger's own event that tells that glass was broken; goes right before the first draft that is recorded. */
    Optional<DraftedEvent> brokenGlass() {
        return brokenGlass;
    }

    /** Who signs all its drafts, and the event that tells that glass was broken; empty where nobody does. */
    Optional<TriedSigner> signer() {
        return signer;
    }

    /** What it says of keys, if it is an event of the ledger's own about keys. */
    Optional<KeyEvent> said() {
        return said;
    }

    /** Whether the answer goes to a stage, whose continuations must not run on a thread that writes. */
    boolean isAsync() {
        return caller == RequestIntake.Caller.HAS_A_STAGE;
    }

    /** The most bytes that the lines can have. */
    int bytes() {
        return bytes;
    }

    CompletableFuture<ListAnswer> answer() {
        return answer;
    }
}
