package dev.diptych.application.transaction;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.RunTransactions;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionOptions;
import dev.diptych.ports.driving.TransactionWork;

/** Runs transactions with bound events. */
public final class MirrorTransactions implements RunTransactions {
    @Override
    public <T> TransactionAnswer<T> inTransaction(TransactionOptions options, TransactionWork<T> work) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The same for a use case of the mirror itself. */
    public <T> TransactionAnswer<T> run(TransactionOptions options, OwnWork<T> work) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public BindAnswer bind(EventDraft draft, PolicyDecision decision) {
        throw new UnsupportedOperationException("not yet");
    }
}
