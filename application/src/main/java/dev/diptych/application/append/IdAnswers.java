package dev.diptych.application.append;

import dev.diptych.domain.chain.DraftComparison;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import java.util.List;
import java.util.Optional;

/** What a draft is answered whose id an event has already. */
final class IdAnswers {
    private IdAnswers() {}

    /**
     * Why it is refused; empty if the event says the same, and happened.
     *
     * @param isVoid whether the event did not happen
     */
    static Optional<AppendAnswer> refusal(DraftedEvent draft, SealedEvent recorded, boolean isVoid) {
        if (isVoid) {
            return Optional.of(new AppendAnswer.EventVoid(
                    AppendReceipt.of(recorded),
                    "id " + draft.id() + " is used up by the event at sequence " + recorded.sequence()
                            + ", which did not happen: its transaction was rolled back. Nothing was written. Next: give this"
                            + " event an id of its own, or leave the id out"));
        }
        List<String> fields = DraftComparison.differing(draft, recorded);
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AppendAnswer.EventConflict(
                                Optional.of(AppendReceipt.of(recorded)),
                                fields,
                                "id " + draft.id() + " is taken by the event at sequence " + recorded.sequence()
                                        + ", which differs in " + String.join(", ", fields)
                                        + ". Nothing was written. Next: give this event an id of its own, or leave the id out"));
    }

    /** Where it could not be found out whether the id is taken. */
    static AppendAnswer cannotTell(DraftedEvent draft, String why) {
        return new AppendAnswer.NotWritten(
                "cannot tell whether id " + draft.id() + " is taken, so nothing was written: " + why);
    }
}
