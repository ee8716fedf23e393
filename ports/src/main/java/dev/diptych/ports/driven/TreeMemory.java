package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.merkle.MerkleFrontier;
import java.util.Optional;

/**
 * Remembers how far a ledger's Merkle tree was grown, so that the next checkpoint need not begin at the first event. A hint,
 * never evidence: whoever uses it proves it first, against a signed checkpoint and against the log.
 */
public interface TreeMemory {
    /** What was remembered; empty if nothing was, or what is there cannot be understood. Never throws for its content. */
    Optional<Grown> recall();

    /**
     * Remembers, in place of what was remembered before: a crash leaves the one or the other. Failing to remember is no error
     * of the ledger's: it costs time.
     */
    void remember(Grown grown);

    /**
     * A tree over the first events of a ledger, kept without the newest of them. Adding that makes the tree; so whoever knows
     * the tree's root knows whether this event is the newest one under it, which from the whole tree nobody could tell.
     *
     * @param head the newest event
     * @param before the tree over all events before it
     */
    record Grown(ChainHead head, MerkleFrontier before) {
        public Grown {
            if (before.size() != head.sequence().value() - 1) {
                throw new IllegalArgumentException("the tree before event " + head.sequence() + " must have "
                        + (head.sequence().value() - 1) + " leaves, had " + before.size());
            }
        }

        /** The tree with the newest event: one of its own at each call. */
        public MerkleFrontier whole() {
            MerkleFrontier whole = before.copy();
            whole.add(head.hash());
            return whole;
        }
    }
}
