package dev.diptych.ports.driven;

/**
 * Where checkpoints are kept, out of the ledger's own reach. Anchoring the same text twice is no error: a sink may keep it
 * twice.
 */
@FunctionalInterface
public interface CheckpointSink {
    /**
     * Keeps a copy of a signed checkpoint. When this returns, the place has taken it over as durably as it can; what that
     * means, the sink says.
     *
     * @param text the signed checkpoint, exactly as it is to be kept
     * @return where it is now, in words for a report
     * @throws AnchorFailedException if it could not be kept; the place is as it was, or what is there tells that it is half
     *     done
     */
    String anchor(String text);
}
