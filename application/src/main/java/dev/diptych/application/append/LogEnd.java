package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.OutOfSequenceException;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driving.AppendAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The end of the log, where batches are put: what the newest event is, and why nothing more may be written behind it. Used by
 * whoever has the turn to write; only {@link #head}, {@link #poison} and {@link #stop} by any thread.
 *
 * <p>Poison: after a force that failed, a log that was replaced, or a fork, nothing more is written by this writer. What
 * was forced before goes on to the store.
 */
final class LogEnd {
    private final DurableLog log;
    private final RandomBytes random;
    private final EventSealer sealer = new EventSealer();
    private final AtomicReference<Optional<Poison>> poison = new AtomicReference<>(Optional.empty());

    private volatile Optional<ChainHead> head;
    private Optional<LedgerId> ledger;

    /**
     * Why nothing more is written.
     *
     * @param why in words
     * @param answer what later appends are told
     */
    record Poison(String why, AppendAnswer answer) {}

    /** Why a batch was not written, or is not known to be. */
    sealed interface Failure {
        String message();

        /** Nothing was written, and nothing keeps the next batch from being. */
        record NotWritten(String message) implements Failure {}

        /** Nothing was written, and nothing more is. */
        record Stopped(String message, AppendAnswer answer) implements Failure {}

        /** Nobody knows whether it was written, and nothing more is. */
        record Unknown(String message) implements Failure {}
    }

    LogEnd(MirrorParts parts, DurableLog log) {
        this.log = log;
        this.random = parts.random();
        this.head = log.head();
        this.ledger = log.ledgerId();
    }

    /** The newest durable event. */
    Optional<ChainHead> head() {
        return head;
    }

    /** The ledger's id; empty while it is unborn. */
    Optional<LedgerId> ledger() {
        return ledger;
    }

    /** Where the newest event ends. */
    LogPosition position() {
        return log.position();
    }

    /** Seals a batch behind the head; an unborn ledger gets an id for it, which counts only if the batch is appended. */
    List<SealedEvent> seal(List<DraftedEvent> drafts, EventTime time, LineSigning signing) {
        LedgerId born = ledger.orElseGet(() -> LedgerId.of(random.next(EventHash.BYTES)));
        return sealer.seal(drafts, head.orElseGet(() -> ChainHead.beforeFirst(born)), time, born, signing);
    }

    /** Appends a batch; empty if it is durable now. */
    Optional<Failure> append(List<SealedEvent> batch) {
        return appendBy(() -> {
            log.append(batch); // Commit point. From here the events exist, whatever happens to the store.
            return batch;
        });
    }

    /**
     * Lets a batch be appended.
     *
     * @param appending appends it to the log
     * @return empty if it is durable now
     */
    Optional<Failure> appendBy(Supplier<List<SealedEvent>> appending) {
        try {
            moveBehind(appending.get());
            return Optional.empty();
        } catch (LogNotWrittenException notWritten) {
            return Optional.of(new Failure.NotWritten(String.valueOf(notWritten.getMessage())));
        } catch (LogReplacedException replaced) {
            String message = String.valueOf(replaced.getMessage());
            return stopped(message, new AppendAnswer.LogReplaced(message));
        } catch (OutOfSequenceException outOfSequence) {
            String message = String.valueOf(outOfSequence.getMessage());
            return stopped(message, new AppendAnswer.NotWritten(message));
        } catch (LogOutcomeUnknownException unknown) {
            String message = String.valueOf(unknown.getMessage());
            stop(new Poison(
                    message,
                    new AppendAnswer.NotWritten("this writer takes no more appends, since the outcome of an"
                            + " earlier one is not known: " + message
                            + ". This one was not written. Next: open the ledger again, then append it once more")));
            return Optional.of(new Failure.Unknown(message));
        }
    }

    /** Why nothing more is written; empty as long as it may be. */
    Optional<Poison> poison() {
        return poison.get();
    }

    /** From now on nothing more is written. The first reason stays. */
    void stop(Poison reason) {
        poison.updateAndGet(first -> first.or(() -> Optional.of(reason)));
    }

    /** From now on nothing more is written, since the copies contradict each other. */
    void stopAtFork(Sequence at, String message) {
        stop(new Poison(message, new AppendAnswer.Forked(at, message)));
    }

    /** How an append is answered whose batch was not written, or is not known to be. */
    static AppendAnswer answer(Failure failure, List<SealedEvent> batch, DraftedEvent draft) {
        if (failure instanceof Failure.NotWritten notWritten) {
            return new AppendAnswer.NotWritten(notWritten.message());
        }
        if (failure instanceof Failure.Stopped stopped) {
            return stopped.answer();
        }
        return batch.stream()
                .filter(event -> event.id().equals(draft.id()))
                .findFirst()
                .map(event -> outcomeUnknown(event, failure.message()))
                .orElseThrow();
    }

    private static AppendAnswer outcomeUnknown(SealedEvent event, String message) {
        return new AppendAnswer.OutcomeUnknown(
                event.id(),
                event.sequence(),
                "whether event " + event.id() + " is durable at sequence " + event.sequence() + " is not known: "
                        + message
                        + ". Next: open the ledger again, then append it once more"
                        + " under the same id");
    }

    private void moveBehind(List<SealedEvent> batch) {
        head = Optional.of(batch.get(batch.size() - 1).asHead());
        ledger = ledger.or(() -> Optional.of(new LedgerId(batch.get(0).previousHash())));
    }

    private Optional<Failure> stopped(String why, AppendAnswer answer) {
        stop(new Poison(why, answer));
        return Optional.of(new Failure.Stopped(why, answer));
    }
}
