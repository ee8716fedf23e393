package dev.diptych.domain.policy;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the {@link MirrorAppendGate} answers. */
public sealed interface GateAnswer {

    /** The append may go on. */
    record Passed() implements GateAnswer {
        @Override
        public String toString() {
            return "passed";
        }
    }

    /**
     * The append is refused, and nothing was written.
     *
     * @param rule the rule that it failed on
     * @param outcome quarantine or reject
     * @param reason the whole message: what was expected, what was found, what was changed and what to do next
     */
    record Refused(PolicyRuleId rule, PolicyOutcome outcome, String reason) implements GateAnswer {
        public Refused {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(reason, "reason");
            if (!outcome.refuses()) {
                throw new IllegalArgumentException(
                        "an append is refused with quarantine or reject, not with " + outcome.word());
            }
        }

        @Override
        public String toString() {
            return "refused by " + rule + " (" + outcome.word() + "): " + reason;
        }
    }

    /** The answer of the function for the case that this is. */
    default <R> R fold(Supplier<R> passed, Function<Refused, R> refused) {
        return this instanceof Refused refusal ? refused.apply(refusal) : passed.get();
    }
}
