package dev.diptych.contracts.twins;

/** How the COMMIT of a bound transaction on a twin store goes wrong. */
public enum TwinStoreCommitFault {
    /** It fails, and nothing of the transaction is kept. The store can be used on. */
    NOT_KEPT(false, false),
    /** It fails although all of the transaction was kept. The store can be used on. */
    KEPT(false, true),
    /** The force fails; what was written is lost. The store is broken. */
    FORCE_FAILED_AND_GONE(true, false),
    /**
     * The force fails; what was written is not there as long as this process reads, and there again after the process
     * died or the power failed, unless a bound transaction was committed before. The store is broken.
     */
    FORCE_FAILED_AND_COMES_BACK(true, true);

    private final boolean ofMedium;
    private final boolean kept;

    TwinStoreCommitFault(boolean ofMedium, boolean kept) {
        this.ofMedium = ofMedium;
        this.kept = kept;
    }

    boolean isOfMedium() {
        return ofMedium;
    }

    boolean isKeptAtOnce() {
        return kept && !ofMedium;
    }

    boolean comesBack() {
        return kept && ofMedium;
    }
}
