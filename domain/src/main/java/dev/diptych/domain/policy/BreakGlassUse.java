package dev.diptych.domain.policy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What became of the authorisation that was, or was not, offered to a composition. */
public sealed interface BreakGlassUse {

    /** No authorisation was offered. */
    record NotOffered() implements BreakGlassUse {
        @Override
        public String toString() {
            return "no authorisation offered";
        }
    }

    /**
     * The authorisation opened the decision.
     *
     * @param opened the rules that refused, each once, in the order of the contributions
     */
    record Used(BreakGlassAuthorization authorization, List<PolicyRuleId> opened) implements BreakGlassUse {
        public Used {
            Objects.requireNonNull(authorization, "authorization");
            opened = List.copyOf(opened);
        }

        @Override
        public String toString() {
            return "used the " + authorization + " on " + opened;
        }
    }

    /**
     * The authorisation changed nothing.
     *
     * @param because what it failed on, the first in the order of judging
     * @param rules the rules that it failed on; empty where it was not a rule
     */
    record NotUsed(BreakGlassAuthorization authorization, UnusedBecause because, List<PolicyRuleId> rules)
            implements BreakGlassUse {
        public NotUsed {
            Objects.requireNonNull(authorization, "authorization");
            Objects.requireNonNull(because, "because");
            rules = List.copyOf(rules);
        }

        @Override
        public String toString() {
            return "did not use the " + authorization + ": " + because.text + (rules.isEmpty() ? "" : " " + rules);
        }
    }

    /** Why an authorisation changed nothing, in the order in which it is judged. */
    enum UnusedBecause {
        NOTHING_REFUSED("no contribution refuses"),
        NOT_OVERRIDABLE("these refusals allow no overriding:"),
        OUT_OF_SCOPE("its scope does not cover"),
        NOT_YET_VALID("it has not begun"),
        EXPIRED("it has ended");

        private final String text;

        UnusedBecause(String text) {
            this.text = text;
        }

        /** The cause as reports print it, for example {@code out_of_scope}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The answer of the function for the case that this is. */
    default <R> R fold(Supplier<R> notOffered, Function<Used, R> used, Function<NotUsed, R> notUsed) {
        if (this instanceof Used opened) {
            return used.apply(opened);
        }
        return this instanceof NotUsed left ? notUsed.apply(left) : notOffered.get();
    }

    /** The authorisation where it was used. */
    default Optional<BreakGlassAuthorization> usedAuthorization() {
        return fold(Optional::empty, used -> Optional.of(used.authorization()), notUsed -> Optional.empty());
    }
}
