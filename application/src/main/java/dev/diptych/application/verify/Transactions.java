package dev.diptych.application.verify;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.RunVerdict;

/** What there is to say of the transactions in a log. */
public final class Transactions {
    private Transactions() {}

    /**
     * An event that cannot be where it is.
     *
     * @param id the event's id
     * @param place where its line lies
     */
    public static Finding malformed(RunVerdict.Malformed verdict, String id, Place place) {
        return Finding.of(FindingKind.TRANSACTION)
                .atSequence(verdict.at().value())
                .ofId(id)
                .at(place)
                .expecting(verdict.expected(), verdict.found());
    }

    /** A run that the log ends with. */
    public static Finding undecided(BoundRun run) {
        return Finding.of(FindingKind.UNDECIDED)
                .atSequence(run.first().value())
                .ofId(run.events().get(0).id().value())
                .expecting("an outcome of the events " + run.first() + " to " + run.last(), "none yet");
    }

    /**
     * Whether a run without an outcome is undecided: a store that has an event behind it has seen its outcome, which the log
     * has lost.
     *
     * @param storeHighest the store's highest sequence
     */
    public static boolean isUndecided(BoundRun run, long storeHighest) {
        return storeHighest <= run.last().value();
    }
}
