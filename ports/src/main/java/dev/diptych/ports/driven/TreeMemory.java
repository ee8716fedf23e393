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
     * A tree over the first events of a ledger.
     *
     * @param head the newest event in it
     * @param frontier the tree, as far as it is needed to grow on
     */
    record Grown(ChainHead head, MerkleFrontier frontier) {}
}
