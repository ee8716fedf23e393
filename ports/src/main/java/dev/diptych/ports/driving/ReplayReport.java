package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.ports.driven.LogOpeningReport.TornTailCut;
import java.util.List;
import java.util.Optional;

/**
 * What a replay did.
 *
 * @param eventsRead events read from the log
 * @param inserted rows inserted
 * @param alreadyPresent rows that were there, byte-equal
 * @param undecided bound events at the end of the log of which nothing tells how their transaction ended; they were left as they
 *     are, and the next opening for writing finds out
 * @param head the newest decided event that both copies then have
 * @param storeMade whether there was no store and one was made
 * @param cut the torn tail that was cut
 * @param notChecked what was not looked at, as words
 */
public record ReplayReport(
        long eventsRead,
        long inserted,
        long alreadyPresent,
        long undecided,
        Optional<ChainHead> head,
        boolean storeMade,
        Optional<TornTailCut> cut,
        List<String> notChecked) {}
