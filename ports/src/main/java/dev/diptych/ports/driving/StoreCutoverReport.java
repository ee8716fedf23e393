package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.ports.driven.StoreId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a cutover to another store came to.
 *
 * @param ledger the ledger
 * @param from the store before
 * @param to the store that takes its place
 * @param epoch the epoch behind the boundary
 * @param previousHead the newest event before the boundary, which both stores have; of a dry run, the candidate's newest
 * @param boundary the event that tells of it; empty for a dry run
 * @param copied how many rows the candidate was given
 * @param takenUp how many rows an earlier attempt had left in the candidate
 * @param rounds how often the candidate caught up
 * @param verification the candidate and the log, compared in full, before the fence
 * @param behindFence the same for what came since, with the ledger held; empty for a dry run
 * @param fence how long nobody could append because of this; empty for a dry run
 * @param notes what was done otherwise than usual, or is left to be done, in sentences
 */
public record StoreCutoverReport(
        LedgerId ledger,
        StoreId from,
        StoreId to,
        long epoch,
        ChainHead previousHead,
        Optional<ChainHead> boundary,
        long copied,
        long takenUp,
        int rounds,
        VerifyReport verification,
        Optional<VerifyReport> behindFence,
        Optional<Duration> fence,
        List<String> notes) {
    public StoreCutoverReport {
        notes = List.copyOf(notes);
    }
}
