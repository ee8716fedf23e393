package dev.diptych.application.cutover.store;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.open.Refusals;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Payload;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import dev.diptych.ports.driving.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The part of a cutover in which nobody else writes, because this holds the ledger's lock:
 *
 * <pre>
 *   1  lock, by the memory of the store before       who holds it is the only writer
 *   2  the store before has all that the log has     else it would have to be mended, which is a write: refused
 *   3  the candidate takes the rest; parity since the full verification
 *   4  the boundary, a batch of its own, forced      COMMIT POINT
 *   5  its row into the candidate, position moved, all of it forced, closed
 *   6  the log is closed, and with it the next writer let in
 * </pre>
 *
 * <p>A crash before 4 leaves the log without a boundary, and a candidate that the next attempt takes up. A crash behind it
 * leaves a candidate that the next opening rolls forward, as it would any store that is behind. In between, what was being
 * forced is there or not, and the next opening of either store finds out: the one before is refused, or goes on.
 */
final class StoreFence {
    private final MirrorParts parts;
    private final StoreBefore before;
    private final StoreBefore.Look first;
    private final QueryStore candidate;
    private final CandidateParity parity;

    StoreFence(
            MirrorParts parts,
            StoreBefore before,
            StoreBefore.Look first,
            QueryStore candidate,
            CandidateParity parity) {
        this.parts = parts;
        this.before = before;
        this.first = first;
        this.candidate = candidate;
        this.parity = parity;
    }

    /** What asking for the ledger came to. */
    sealed interface Crossing permits Crossed, Locked, Unknown {}

    /**
     * Authority has moved.
     *
     * @param to the store that has it now
     * @param previousHead the newest event before the boundary
     * @param boundary the boundary
     * @param copied how many rows the candidate was given with the ledger held
     * @param verification what came since the full verification
     * @param held how long the ledger was held
     * @param notes what was done otherwise than usual, or is left to be done
     */
    record Crossed(
            StoreId to,
            ChainHead previousHead,
            ChainHead boundary,
            long copied,
            VerifyReport verification,
            Duration held,
            List<String> notes)
            implements Crossing {}

    /** Somebody else holds the ledger; nothing was done. */
    record Locked(LogRefusal.Locked by) implements Crossing {}

    /** The force of the boundary failed. */
    record Unknown(StoreId to, Sequence boundary, String why) implements Crossing {}

    /**
     * Asks for the ledger once, and crosses if it is given.
     *
     * @param known the candidate's newest event when it was last verified; empty if it had none
     * @throws NotCutOverException if it was refused: the log is without a boundary, and let go
     * @throws PortException if a copy failed before the commit point: the same
     */
    Crossing cross(Optional<ChainHead> known) {
        Instant asked = parts.clock().instant();
        Recollection recollection = new Recollection();
        LogOpening opening = parts.log()
                .openForWriting(() -> recollection.recall().memory(), LogProvider.TornTail.CUT_IF_STORE_VOUCHES);
        return opening.fold(opened -> new Held(opened, recollection.look(), asked).cross(known), refused -> {
            if (refused.reason() instanceof LogRefusal.Locked locked) {
                return new Locked(locked);
            }
            throw NotCutOverException.notTaken(Refusals.of(refused.reason()));
        });
    }

    /** Looks at the store before while the log's lock is held. */
    private final class Recollection {
        private Optional<StoreBefore.Look> look = Optional.empty();

        StoreBefore.Look recall() {
            StoreBefore.Look found = before.lookAgain(first);
            look = Optional.of(found);
            return found;
        }

        StoreBefore.Look look() {
            return look.orElseThrow(() -> new IllegalStateException("the log was opened without asking for a memory"));
        }
    }

    /** The log, held. */
    private final class Held {
        private final DurableLog log;
        private final StoreBefore.Look look;
        private final Instant asked;
        private final List<String> notes = new ArrayList<>();
        private StoreLeft left;

        Held(LogOpening.LogOpened opened, StoreBefore.Look look, Instant asked) {
            this.log = opened.log();
            this.look = look;
            this.asked = asked;
            // Until the boundary is there, what is recorded is still how the store before was left.
            this.left = opened.report().left().storeClosed() ? StoreLeft.CLOSED_PROPERLY : StoreLeft.NOT_KNOWN;
            opened.report()
                    .cut()
                    .ifPresent(cut -> notes.add(cut.bytes() + " bytes of a torn tail at " + cut.place()
                            + " were cut; they are kept in quarantine as " + cut.quarantined()));
        }

        Crossing cross(Optional<ChainHead> known) {
            Crossing crossing;
            try {
                crossing = crossOrRefuse(known);
            } catch (RuntimeException | Error failed) {
                close(alsoFailed -> failed.addSuppressed(alsoFailed));
                throw failed;
            }
            close(notClosed -> notes.add("the log was not closed properly: " + notClosed.getMessage()
                    + " The next opening mends that by itself"));
            if (crossing instanceof Crossed crossed) {
                return new Crossed(
                        crossed.to(),
                        crossed.previousHead(),
                        crossed.boundary(),
                        crossed.copied(),
                        crossed.verification(),
                        Duration.between(asked, parts.clock().instant()),
                        notes);
            }
            return crossing;
        }

        private Crossing crossOrRefuse(Optional<ChainHead> known) {
            Quiescence.requireNoHold(parts.hold());
            Quiescence.require(log, look);
            ChainHead head = look.head();
            long copied = new CandidateCopy(candidate, before, look.ledger(), newestOfCandidate())
                    .through(log, head.sequence(), (done, ofAbout) -> {});
            VerifyReport verification = parity.whileHeld(known);
            requireWhole(head);
            BoundariesCopied.requireNextEpoch(candidate);
            StoreId to = candidate.identity().storeId();
            SealedEvent boundary = seal(head);
            try {
                log.append(List.of(boundary)); // Commit point. From here on no store but the candidate may be written.
            } catch (LogNotWrittenException notWritten) {
                throw new NotCutOverException(
                        new StoreCutoverRefusal.NotWritten("the boundary was not written: " + notWritten.getMessage()
                                + " The ledger goes on with the store it has, and the candidate is taken up by the next"
                                + " attempt"));
            } catch (LogOutcomeUnknownException unknown) {
                left = StoreLeft.NOT_KNOWN;
                return new Unknown(to, boundary.sequence(), String.valueOf(unknown.getMessage()));
            }
            left = StoreLeft.NOT_KNOWN;
            mirror(boundary);
            return new Crossed(to, head, boundary.asHead(), copied, verification, Duration.ZERO, notes);
        }

        private Optional<SealedEvent> newestOfCandidate() {
            Sequence newest = candidate.highestSequence();
            return newest.isNone() ? Optional.empty() : log.find(newest);
        }

        private void requireWhole(ChainHead head) {
            Optional<ChainHead> candidateHead = candidate.head();
            if (!candidateHead.equals(Optional.of(head))) {
                throw NotCutOverException.unfit(
                        "the candidate ends at "
                                + candidateHead.map(ChainHead::toString).orElse("nothing") + " and the log at " + head
                                + " after all was copied. The ledger was not changed. Next: remove the candidate, and begin again");
            }
        }

        private SealedEvent seal(ChainHead head) {
            StoreCutover boundary = new StoreCutover(
                    look.identity().storeId().value(),
                    candidate.identity().storeId().value(),
                    candidate.identity().epoch(),
                    head);
            EventDraft draft =
                    EventDraft.of(boundary.type(), JsonText.of(boundary.json())).withSource(EventSource.LEDGER);
            DraftedEvent drafted =
                    new DraftedEvent(draft, parts.ids().next(), Payload.read(draft.payload(), parts.reading()));
            return new EventSealer()
                    .seal(List.of(drafted), head, EventTime.of(parts.clock().instant()))
                    .get(0);
        }

        /** Behind the commit point nothing is refused: what does not come to an end here the next opening does. */
        private void mirror(SealedEvent boundary) {
            try {
                candidate.inTransaction(tx -> {
                    tx.insert(List.of(boundary));
                    tx.moveTo(log.position(), boundary.sequence());
                    return true;
                });
                candidate.checkpointFully();
                candidate.close();
                left = StoreLeft.CLOSED_PROPERLY;
            } catch (PortException behind) {
                notes.add("the new store has not got the boundary's row, or was not closed properly: "
                        + behind.getMessage() + " The next opening with the new store mends that by itself");
            }
        }

        private void close(Consumer<RuntimeException> notClosed) {
            try {
                log.close(left);
            } catch (RuntimeException failed) {
                notClosed.accept(failed);
            }
        }
    }
}
