package dev.diptych.application.transaction;

import dev.diptych.application.append.HeldLedger;
import dev.diptych.application.settle.RunSettling;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.TransactionAnswer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ends a transaction that the mirror began: from how the store says that it ended, to what the caller is told.
 *
 * <p>Certain is a rollback before any COMMIT, and a COMMIT that returned in a store that nobody else writes. Everything else is
 * settled by the rows first. Only what is certain is told in the log.
 */
final class TransactionEnding {
    /** How often to try to settle while somebody else has the store. */
    private static final int SETTLING_TRIES = 3;

    private final QueryStore store;
    private final RunSettling settling;

    TransactionEnding(QueryStore store) {
        this.store = store;
        this.settling = new RunSettling(store);
    }

    /**
     * What a rolled-back caller is told.
     *
     * @param why in sentences
     * @param cause what was thrown
     */
    record Reason(String why, Optional<Exception> cause) {
        /** It was doomed before it was to be committed. */
        static Reason ofDoom(RuntimeException doom) {
            return new Reason(
                    String.valueOf(doom.getMessage()),
                    doom instanceof DoomedException ? Optional.empty() : Optional.of(doom));
        }

        /** The work threw something, perhaps because it was doomed before, which then counts. */
        static Reason ofThrown(Exception thrown, Optional<RuntimeException> doom) {
            return new Reason(
                    doom.map(RuntimeException::getMessage).orElseGet(() -> "its work threw " + thrown),
                    Optional.of(thrown));
        }
    }

    /**
     * What the caller is told.
     *
     * @param reason why it was to be rolled back, if it was
     * @param value what the work answered; asked where it was committed
     * @throws IllegalStateException if it was committed by a statement inside it, although the work failed
     */
    <T> TransactionAnswer<T> answer(HeldLedger ledger, BoundEnd end, Optional<Reason> reason, Supplier<T> value) {
        if (ledger.events().isEmpty()) {
            return withoutEvents(ledger, end, reason, value);
        }
        BoundRun run = ledger.run();
        List<AppendReceipt> events =
                run.events().stream().map(AppendReceipt::of).toList();
        RunEnd found = find(ledger, run, end);
        if (!(found instanceof RunEnd.Certain certain)) {
            return new TransactionAnswer.Unknown<>(events, ((RunEnd.NotKnown) found).message());
        }
        Optional<String> outcomePending = ledger.tell(certain.outcome(), DecidedBy.CALLER);
        return certain.outcome() == TransactionOutcome.COMMITTED
                ? new TransactionAnswer.Committed<>(value.get(), events, outcomePending)
                : rolledBack(reason.orElseGet(() -> reasonOf(end)), events, outcomePending);
    }

    private <T> TransactionAnswer<T> withoutEvents(
            HeldLedger ledger, BoundEnd end, Optional<Reason> reason, Supplier<T> value) {
        return end.fold(
                () -> new TransactionAnswer.Committed<>(value.get(), List.of(), Optional.empty()),
                rolledBack -> rolledBack(reason.orElseGet(() -> reasonOf(end)), List.of(), Optional.empty()),
                uncertain -> {
                    String message =
                            "whether the transaction was committed is not known, and it has no event that would"
                                    + " tell: " + uncertain.why().getMessage() + ". Next: look at what it changed";
                    if (uncertain.storeIsBroken()) {
                        ledger.stopUnsettled(message);
                    }
                    return new TransactionAnswer.Unknown<>(List.of(), message);
                });
    }

    private RunEnd find(HeldLedger ledger, BoundRun run, BoundEnd end) {
        return end.fold(
                () -> store.isShared() ? settle(ledger, run) : new RunEnd.Certain(TransactionOutcome.COMMITTED),
                rolledBack -> new RunEnd.Certain(TransactionOutcome.ABORTED),
                uncertain -> uncertain.storeIsBroken()
                        ? RunEnd.notKnown(
                                ledger, run, String.valueOf(uncertain.why().getMessage()))
                        : settle(ledger, run));
    }

    /** The caller waits for an answer, so that somebody who keeps the store for long leaves it to the next opening. */
    private RunEnd settle(HeldLedger ledger, BoundRun run) {
        RunEnd end = RunEnd.settled(settling, ledger, run);
        for (int tries = 1; tries < SETTLING_TRIES && end instanceof RunEnd.Busy; tries++) {
            end = RunEnd.settled(settling, ledger, run);
        }
        return end instanceof RunEnd.Busy busy ? RunEnd.notKnown(ledger, run, busy.message()) : end;
    }

    private static <T> TransactionAnswer<T> rolledBack(
            Reason reason, List<AppendReceipt> events, Optional<String> outcomePending) {
        return new TransactionAnswer.RolledBack<>(reason.why(), reason.cause(), events, outcomePending);
    }

    /** Why a transaction was not committed that was to be. */
    private static Reason reasonOf(BoundEnd end) {
        return end.fold(
                () -> new Reason("it was rolled back", Optional.empty()),
                rolledBack -> rolledBack
                        .doom()
                        .map(Reason::ofDoom)
                        .orElseGet(() -> new Reason("it was rolled back", Optional.empty())),
                uncertain -> Reason.ofDoom(uncertain.why()));
    }
}
