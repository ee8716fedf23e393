package dev.diptych.ports.driving;

/** Why a ledger did not go over to another store. The log has no event of it, and the store before was not written. */
public sealed interface StoreCutoverRefusal {
    /** What is wrong, where, what was changed, and what to do next, in full sentences. */
    String message();

    /**
     * The ledger cannot be taken for writing, or could not be if it were asked for.
     *
     * @param refusal why
     */
    record NotTaken(OpenRefusal refusal) implements StoreCutoverRefusal {
        @Override
        public String message() {
            return refusal.message();
        }
    }

    /** Opening it with the store before would have something to mend, or it has no event yet. */
    record NotQuiescent(String message) implements StoreCutoverRefusal {}

    /** What lies at the candidate's place is none, or cannot be written. */
    record CandidateUnfit(String message) implements StoreCutoverRefusal {}

    /**
     * The candidate and the log are not in parity, or the log is not intact.
     *
     * @param verification what was found
     */
    record Findings(VerifyReport verification, String message) implements StoreCutoverRefusal {}

    /** The boundary could not be written: the disk is full, for example. The log is as it was. */
    record NotWritten(String message) implements StoreCutoverRefusal {}
}
