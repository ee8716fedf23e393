package dev.diptych.ports.driving;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.LogOpeningReport;
import java.util.List;
import java.util.Optional;

/**
 * What opening a ledger found and did.
 *
 * @param log what it found and did in the log
 * @param ledgerId the ledger's identity; empty while it is unborn
 * @param made whether both copies were made
 * @param rolledForward how many rows the store lacked and was given
 * @param settled what was found out of a transaction that a dead process had left undecided, and was told in the log; its
 *     bound events count among the rows only if it was aborted, since one that was committed had brought its own
 * @param fullyVerified whether the store had not been closed properly, so that both copies were verified in full
 * @param notes what else is worth knowing, in sentences
 */
public record OpeningReport(
        LogOpeningReport log,
        Optional<LedgerId> ledgerId,
        boolean made,
        long rolledForward,
        Optional<OutcomeRecord> settled,
        boolean fullyVerified,
        List<String> notes) {
    public OpeningReport {
        notes = List.copyOf(notes);
    }

    /** Whether anything had to be mended. */
    public boolean hasMended() {
        return rolledForward > 0 || settled.isPresent() || log.cut().isPresent() || fullyVerified;
    }
}
