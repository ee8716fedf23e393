package dev.diptych.domain.chain;

/**
 * A place in a chain that the next event links to: the sequence and hash of its newest event. Before the first event it
 * is sequence 0 with the ledger id in place of a hash.
 *
 * @param sequence the newest sequence, 0 before the first event
 * @param hash the newest event's hash, the ledger id before the first event
 */
public record ChainHead(Sequence sequence, EventHash hash) {
    /** Where the first event of a ledger links to. */
    public static ChainHead beforeFirst(LedgerId ledger) {
        return new ChainHead(Sequence.NONE, ledger.asHash());
    }

    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
