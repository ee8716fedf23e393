package dev.diptych.ports.driven;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.finding.Place;
import java.util.Optional;

/**
 * What opening a log for writing found and did.
 *
 * @param head the newest event, after all was done
 * @param left how the writer before left log and store
 * @param cut the torn tail that was cut
 * @param rewritten the batch whose bytes were written again and forced
 * @param eventsRead how many events were read
 */
public record LogOpeningReport(
        Optional<ChainHead> head,
        LogLeft left,
        Optional<TornTailCut> cut,
        Optional<BatchRange> rewritten,
        long eventsRead) {

    /**
     * A torn tail that was cut.
     *
     * @param place where it began
     * @param bytes how long it was
     * @param quarantined the name of the copy
     */
    public record TornTailCut(Place place, long bytes, String quarantined) {}
}
