package dev.diptych.application.cutover.store;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import java.util.Optional;

/**
 * The store that is to take the other's place. A new one has an id of its own and the next epoch, which no line of the log
 * names yet: until the boundary is in the log, it is a store that nobody can open.
 *
 * <p>One that is there already is taken up if it can only be what an earlier attempt left: of this ledger or unborn, of the
 * next epoch, another store than the one before, its newest row the log's line at that sequence, and nothing behind the
 * store before. Whether all other rows are equal is judged by the verification, which comes anyway.
 */
final class CandidateStore {
    private final StoreProvider provider;

    CandidateStore(StoreProvider provider) {
        this.provider = provider;
    }

    /**
     * What was opened.
     *
     * @param store held for writing; close it
     * @param takenUp how many rows it had
     */
    record Opened(QueryStore store, long takenUp) {}

    /**
     * Makes it, or takes up the one that is there.
     *
     * @throws NotCutOverException if what is there is no candidate, or it cannot be made or written; what was there was left
     *     as it was
     */
    Opened open(StoreBefore.Look before, LogReader log, StoreId newId) {
        try {
            if (!provider.presence().exists()) {
                return new Opened(provider.create(newId, before.identity().epoch() + 1), 0);
            }
            try (StoreReader reader = provider.openForReading()) {
                requireCandidate(reader, before, log);
            }
            QueryStore store = provider.openForWriting();
            return new Opened(store, store.highestSequence().value());
        } catch (PortException unusable) {
            throw NotCutOverException.unfit("the candidate cannot be made or taken up: " + unusable.getMessage());
        }
    }

    private static void requireCandidate(StoreReader found, StoreBefore.Look before, LogReader log) {
        StoreIdentity identity = found.identity();
        if (identity.storeId().equals(before.identity().storeId())) {
            throw notACandidate("it is the store that is to be left behind, " + identity.storeId());
        }
        if (identity.ledgerId().isPresent()
                && !identity.ledgerId().equals(before.identity().ledgerId())) {
            throw notACandidate("it belongs to ledger " + identity.ledgerId().get() + ", not to " + before.ledger());
        }
        long epoch = before.identity().epoch() + 1;
        if (identity.epoch() != epoch) {
            throw notACandidate("a candidate for this ledger has epoch " + epoch + ", and it has " + identity.epoch());
        }
        Sequence highest = found.highestSequence();
        if (highest.compareTo(before.highest()) > 0) {
            throw notACandidate("it has rows through sequence " + highest + ", and the store that is to be left behind"
                    + " ends at " + before.highest());
        }
        Optional<ChainHead> head = found.head();
        if (!highest.isNone() && !log.find(highest).map(event -> event.asHead()).equals(head)) {
            throw notACandidate("its newest row, at sequence " + highest + ", is not what the log has there");
        }
    }

    private static NotCutOverException notACandidate(String why) {
        return NotCutOverException.unfit(
                "what is at the candidate's place is not what an attempt at this cutover left: " + why
                        + ". It was left as it is. Next: name a place where nothing is, or remove it if nobody needs it");
    }
}
