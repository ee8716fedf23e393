package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import java.util.List;
import java.util.Optional;

/**
 * What became of an append. {@link Mirrored}, {@link AlreadyRecorded} and {@link MirrorPending} mean that the event is
 * durable; after {@link OutcomeUnknown} only reopening tells; every other answer means that nothing was written.
 */
public sealed interface AppendAnswer {
    /** The answer in full sentences, with the next step where there is one. */
    String message();

    /** The receipt, where the event is durable. */
    default Optional<AppendReceipt> receipt() {
        return this instanceof Durable recorded ? Optional.of(recorded.durable()) : Optional.empty();
    }

    <R> R fold(Cases<R> cases);

    /**
     * A handler for each answer; a new answer breaks the build wherever it is not handled.
     *
     * @param <R> what the handlers answer
     */
    interface Cases<R> {
        R mirrored(Mirrored answer);

        R alreadyRecorded(AlreadyRecorded answer);

        R mirrorPending(MirrorPending answer);

        R policyRefused(PolicyRefused answer);

        R eventConflict(EventConflict answer);

        R eventVoid(EventVoid answer);

        R eventInvalid(EventInvalid answer);

        R storeTooFarBehind(StoreTooFarBehind answer);

        R insideTransaction(InsideTransaction answer);

        R forked(Forked answer);

        R logReplaced(LogReplaced answer);

        R notWritten(NotWritten answer);

        R outcomeUnknown(OutcomeUnknown answer);
    }

    /** An answer that means that the event is durable. */
    sealed interface Durable extends AppendAnswer {
        AppendReceipt durable();
    }

    /** Durable in the log and committed to the store. */
    record Mirrored(AppendReceipt durable) implements Durable {
        @Override
        public String message() {
            return "event " + durable.id() + " is in both copies at sequence " + durable.sequence();
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.mirrored(this);
        }
    }

    /** An event with this id and content is in both copies already; nothing was written. */
    record AlreadyRecorded(AppendReceipt durable) implements Durable {
        @Override
        public String message() {
            return "event " + durable.id() + " was recorded before, at sequence " + durable.sequence()
                    + ", with the same content. Nothing was written";
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.alreadyRecorded(this);
        }
    }

    /**
     * Durable in the log; the store refused or was busy. Not a failure of the event: the next append or opening catches up.
     *
     * @param cause why the store is behind
     */
    record MirrorPending(AppendReceipt durable, String cause) implements Durable {
        @Override
        public String message() {
            return "event " + durable.id() + " is durable in the log at sequence " + durable.sequence()
                    + "; the store is behind: " + cause + ". The next append or opening catches up";
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.mirrorPending(this);
        }
    }

    /**
     * The policy decision did not pass the gate.
     *
     * @param rule the rule that refused
     * @param outcome what it came to
     */
    record PolicyRefused(PolicyRuleId rule, PolicyOutcome outcome, String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.policyRefused(this);
        }
    }

    /**
     * The id is taken by an event with other content.
     *
     * @param recorded the event that has the id; empty where it is another draft of the same list
     * @param fields the keys that differ
     */
    record EventConflict(Optional<AppendReceipt> recorded, List<String> fields, String message)
            implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.eventConflict(this);
        }
    }

    /** The id belongs to an event that did not happen, and is used up. */
    record EventVoid(AppendReceipt recorded, String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.eventVoid(this);
        }
    }

    /**
     * The draft cannot become an event.
     *
     * @param field the key at fault
     */
    record EventInvalid(String field, String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.eventInvalid(this);
        }
    }

    /** Too many events wait for the store. */
    record StoreTooFarBehind(long pendingEvents, String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.storeTooFarBehind(this);
        }
    }

    /** An ordinary append from within a transaction of the same thread. */
    record InsideTransaction(String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.insideTransaction(this);
        }
    }

    /** Log and store have different events at one sequence; this writer takes no more appends. */
    record Forked(Sequence at, String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.forked(this);
        }
    }

    /** What lies at the log's place is not the log that was opened. */
    record LogReplaced(String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.logReplaced(this);
        }
    }

    /** Nothing was written; trying again is safe. */
    record NotWritten(String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notWritten(this);
        }
    }

    /**
     * A force failed. Whether the event is durable is known when the ledger is opened again.
     *
     * @param id the event's id, to ask for it then
     * @param sequence the sequence that it has if it is there
     */
    record OutcomeUnknown(EventId id, Sequence sequence, String message) implements AppendAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.outcomeUnknown(this);
        }
    }
}
