package dev.diptych.application.cutover.store;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The store that is to be left behind. It is opened for reading, for a moment at a time: a reader that stayed would keep the
 * application from closing it properly when it is stopped.
 */
final class StoreBefore {
    private final StoreProvider provider;

    StoreBefore(StoreProvider provider) {
        this.provider = provider;
    }

    /**
     * What a look at it found.
     *
     * @param highest its highest sequence, read before anything else
     * @param identity who it is, read behind that: where the epoch is still what it was, there is no boundary of a cutover in
     *     place among the rows through {@code highest} that was not there before
     * @param head its newest event
     * @param position how far it has followed the log
     * @param isPinned whether it holds an answer about a transaction that the log does not tell yet, or not for it
     */
    record Look(
            Sequence highest,
            StoreIdentity identity,
            ChainHead head,
            Optional<StoredPosition> position,
            boolean isPinned) {
        LedgerId ledger() {
            return identity.ledgerId().orElseThrow();
        }

        StoreMemory memory() {
            return new StoreMemory(true, identity.ledgerId(), Optional.of(head), position);
        }
    }

    /**
     * Looks at it. Nothing is written.
     *
     * @throws NotCutOverException if it is not there, or has no event yet
     */
    Look look() {
        if (!provider.presence().exists()) {
            throw NotCutOverException.notTaken(new OpenRefusal.StoreMissing(
                    "the store that is to be left behind is missing. Nothing was changed. Next: see that the directory is the"
                            + " right one; where the store is lost, diptych replay makes a new one from the log"));
        }
        try (StoreReader reader = provider.openForReading()) {
            Sequence highest = reader.highestSequence();
            StoreIdentity identity = reader.identity();
            Optional<ChainHead> head = reader.head();
            if (highest.isNone() || head.isEmpty() || identity.ledgerId().isEmpty()) {
                throw NotCutOverException.notQuiescent(
                        "the ledger has no event yet, so there is nothing to take over. Nothing was changed. Next: begin"
                                + " the ledger with the other store, or append an event first");
            }
            if (identity.epoch() == 0) {
                throw NotCutOverException.notQuiescent(
                        "the store that is to be left behind is still being made from the log. Nothing was changed. Next:"
                                + " diptych replay, which ends that");
            }
            return new Look(
                    highest,
                    identity,
                    head.get(),
                    reader.position(),
                    reader.pinned().isPresent());
        }
    }

    /**
     * Looks at it again.
     *
     * @throws NotCutOverException as {@link #look}, and if it has become another one, or one of another epoch
     */
    Look lookAgain(Look first) {
        Look again = look();
        boolean isTheSame = again.identity().ledgerId().equals(first.identity().ledgerId())
                && again.identity().storeId().equals(first.identity().storeId())
                && again.identity().epoch() == first.identity().epoch();
        if (!isTheSame) {
            throw NotCutOverException.notQuiescent("the store that is to be left behind was "
                    + told(first.identity()) + " when this began, and is " + told(again.identity())
                    + " now: another cutover came between. The candidate has nothing from behind that. Next: remove the"
                    + " candidate, and begin again");
        }
        return again;
    }

    /**
     * Those of the signed events of which it is known there that their signature was verified, by their sequences. What was
     * verified once needs no key again, so that it is carried over, where the very same line is there.
     */
    Set<Long> verifiedAmong(List<SealedEvent> signed) {
        if (signed.isEmpty()) {
            return Set.of();
        }
        Set<Long> verified = new HashSet<>();
        try (StoreReader reader = provider.openForReading()) {
            for (SealedEvent event : signed) {
                boolean isVerified = reader.attestation(event.sequence()).equals(Optional.of(Attestation.VERIFIED));
                if (isVerified
                        && reader.row(event.sequence())
                                .filter(row -> row.spells(event))
                                .isPresent()) {
                    verified.add(event.sequenceValue());
                }
            }
        }
        return verified;
    }

    private static String told(StoreIdentity identity) {
        return "store " + identity.storeId() + " of epoch " + identity.epoch();
    }
}
