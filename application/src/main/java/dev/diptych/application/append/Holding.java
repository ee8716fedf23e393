package dev.diptych.application.append;

import dev.diptych.ports.driving.AppendAnswer;
import java.util.function.Function;

/** Whether a transaction has the ledger to itself. */
public sealed interface Holding {
    <R> R fold(Function<HeldLedger, R> held, Function<AppendAnswer, R> refused);

    /** It has. */
    record Held(HeldLedger ledger) implements Holding {
        @Override
        public <R> R fold(Function<HeldLedger, R> held, Function<AppendAnswer, R> refused) {
            return held.apply(ledger);
        }
    }

    /**
     * It has not, and nothing was written.
     *
     * @param why what an append would have answered
     */
    record Refused(AppendAnswer why) implements Holding {
        @Override
        public <R> R fold(Function<HeldLedger, R> held, Function<AppendAnswer, R> refused) {
            return refused.apply(why);
        }
    }
}
