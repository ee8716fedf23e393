package dev.diptych.ports.driving;

/** Takes a ledger for writing. */
public interface OpenMirror {
    /**
     * Opens both copies, mends what a crash left behind, and proves quick parity, in this order: lock; identities and
     * versions; where the store was in the log; whole batches, torn tail or damage; quarantine and cut; the last batch
     * made durable; the store rolled forward; evidence. Each step can be repeated. The cost grows with how far the store
     * is behind, never with the history. Where neither copy exists, both are made.
     */
    MirrorOpening open();
}
