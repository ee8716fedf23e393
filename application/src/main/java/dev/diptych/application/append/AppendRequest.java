package dev.diptych.application.append;

import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.ListAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one caller handed in: drafts that are all recorded or none, the decision they come with, and where the answer
 * goes.
 */
final class AppendRequest {
    private final List<DraftedEvent> drafts;
    private final PolicyDecision decision;
    private final Optional<DraftedEvent> brokenGlass;
    private final boolean isAsync;
    private final int bytes;
    private final CompletableFuture<ListAnswer> answer = new CompletableFuture<>();

    AppendRequest(
            List<DraftedEvent> drafts,
            PolicyDecision decision,
            Optional<DraftedEvent> brokenGlass,
            boolean isAsync,
            int bytes) {
        this.drafts = drafts;
        this.decision = decision;
        this.brokenGlass = brokenGlass;
        this.isAsync = isAsync;
        this.bytes = bytes;
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

    /** Whether the answer goes to a stage, whose continuations must not run on the writer's thread. */
    boolean isAsync() {
        return isAsync;
    }

    /** The most bytes that the lines can have. */
    int bytes() {
        return bytes;
    }

    CompletableFuture<ListAnswer> answer() {
        return answer;
    }
}
