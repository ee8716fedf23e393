package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.MalformedNoteException;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.checkpoint.TlogProof;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.finding.Place;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.merkle.InclusionPathBuilder;
import dev.diptych.domain.merkle.InclusionProof;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ProveEvent;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Proves events with the log: one walk over the events that the checkpoint speaks of. The store only tells where the event
 * is, and where it cannot the log is looked through. Nothing on the way needs to be believed, because the path must lead to
 * the checkpoint's root in the end.
 */
public final class EventProving implements ProveEvent {
    private static final int EVENTS_PER_REPORT = 4_096;

    private final LogProvider log;
    private final StoreProvider store;
    private final KeyRing keys;
    private final SignatureVerifier signatures;

    public EventProving(LogProvider log, StoreProvider store, KeyRing keys, SignatureVerifier signatures) {
        this.log = log;
        this.store = store;
        this.keys = keys;
        this.signatures = signatures;
    }

    /**
     * @throws dev.diptych.ports.driven.KeysUnusableException if the trusted keys cannot be read
     */
    @Override
    public Answer prove(EventId id, NamedCheckpoint given, Progress progress) {
        try {
            SignedCheckpoint checkpoint = judged(given);
            OptionalLong inStore = sequenceInStore(id);
            try (LogReader lines = log.openForReading()) {
                return prove(id, inStore, new Against(given.name(), checkpoint), lines, progress);
            }
        } catch (CannotVouchException refused) {
            return new NotProved(refused.message());
        }
    }

    /** A checkpoint with its name. */
    private record Against(String name, SignedCheckpoint signed) {
        Checkpoint said() {
            return signed.checkpoint();
        }

        long size() {
            return said().size().value();
        }
    }

    private Answer prove(EventId id, OptionalLong inStore, Against against, LogReader lines, Progress progress) {
        lines.ledgerId().filter(against.said()::isOfOtherThan).ifPresent(ledger -> {
            throw refused("checkpoint " + against.name() + " is of "
                    + against.said().origin() + ", and this is ledger " + ledger);
        });
        long sequence = inStore.orElseGet(() -> sequenceInLog(id, lines));
        if (sequence > against.size()) {
            throw refused("event " + id + " has sequence " + sequence + ", and checkpoint " + against.name()
                    + " speaks of the first " + against.size() + " only. Make a newer one first");
        }
        SealedEvent event = lines.find(Sequence.of(sequence))
                .filter(found -> found.id().equals(id))
                .orElseThrow(() ->
                        refused("the store has event " + id + " at sequence " + sequence + ", and the log has not"));
        InclusionProof proof = path(sequence, against.size(), lines, progress);
        MerkleHash root = proof.rootOf(event.hash());
        if (!root.equals(against.said().root())) {
            throw refused("the log does not extend checkpoint " + against.name() + ": expected the root "
                    + against.said().root() + " over the first " + against.size() + " events, found " + root);
        }
        return new Proved(TlogProof.of(event.toLine(), proof, against.signed()).render());
    }

    /** Its signature is judged if anybody was asked whom to trust; whoever checks the proof judges it in any case. */
    private SignedCheckpoint judged(NamedCheckpoint given) {
        SignedCheckpoint checkpoint;
        try {
            checkpoint = SignedCheckpoint.parse(given.text());
        } catch (MalformedNoteException malformed) {
            throw refused("checkpoint " + given.name() + " is none: " + malformed.getMessage());
        }
        Optional<TrustedKeys> trusted = keys.trusted();
        if (trusted.isPresent()) {
            Trust.of(trusted, signatures).flawOf(checkpoint).ifPresent(flaw -> {
                throw refused("checkpoint " + given.name() + " proves nothing: " + flaw);
            });
        }
        return checkpoint;
    }

    private OptionalLong sequenceInStore(EventId id) {
        if (!store.presence().exists()) {
            return OptionalLong.empty();
        }
        try (StoreReader rows = store.openForReading()) {
            return rows.find(id)
                    .map(event -> OptionalLong.of(event.sequenceValue()))
                    .orElseGet(OptionalLong::empty);
        } catch (DamagedCopyException unsoundRow) {
            return OptionalLong.empty();
        }
    }

    private static long sequenceInLog(EventId id, LogReader lines) {
        try (LogScan scan = lines.scan(Sequence.NONE)) {
            while (scan.advance()) {
                if (scan.item() instanceof LogScan.LineRead line
                        && line.verdict() instanceof LineVerdict.WellFormed sound
                        && sound.event().id().equals(id)) {
                    return sound.event().sequenceValue();
                }
            }
        }
        throw refused("there is no event " + id + " in this ledger");
    }

    private static InclusionProof path(long sequence, long size, LogReader lines, Progress progress) {
        InclusionPathBuilder builder = new InclusionPathBuilder(sequence - 1, size);
        long read = 0;
        try (LogScan scan = lines.scan(Sequence.NONE)) {
            while (!builder.isComplete() && scan.advance()) {
                if (scan.item() instanceof LogScan.LineRead line) {
                    read++;
                    builder.add(hashAt(read, line.verdict(), line.place()));
                    if (read % EVENTS_PER_REPORT == 0) {
                        progress.reached(read, size);
                    }
                }
            }
        }
        progress.reached(read, size);
        if (!builder.isComplete()) {
            throw refused("the log has " + read + " events, and the checkpoint speaks of " + size + ": it was cut off");
        }
        return builder.proof();
    }

    /** The event hash of a line whose envelope is authentic; what its payload is does not matter to the tree. */
    private static EventHash hashAt(long sequence, LineVerdict verdict, Place place) {
        Optional<EventHash> hash = Optional.empty();
        if (verdict instanceof LineVerdict.WellFormed sound && sound.event().sequenceValue() == sequence) {
            hash = Optional.of(sound.event().hash());
        } else if (verdict instanceof LineVerdict.PayloadDiffers authentic && authentic.sequence() == sequence) {
            hash = Optional.of(authentic.hash());
        }
        return hash.orElseThrow(() -> refused("the log is damaged in " + place + ": expected event " + sequence
                + ", found what cannot be placed there"));
    }

    private static CannotVouchException refused(String what) {
        return new CannotVouchException(
                "not proved: " + what + ". Nothing was changed. Next: diptych audit, or diptych verify");
    }
}
