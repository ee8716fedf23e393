package dev.diptych.application.settle;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.Settlement;

/** Log and store contradict each other, or the store itself, about a transaction: nothing more may be written. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Sequence at;

    DivergedException(BoundRun run, String why) {
        super("the transaction of the " + run + " " + why
                + ". Nothing was written. Next: diptych verify, which shows both copies");
        this.at = run.first();
    }

    /** What a settlement came to that must not go on. */
    public static DivergedException of(Settlement.Diverged diverged) {
        return new DivergedException(diverged.run(), diverged.why());
    }

    /** The first bound event. */
    public Sequence at() {
        return at;
    }
}
