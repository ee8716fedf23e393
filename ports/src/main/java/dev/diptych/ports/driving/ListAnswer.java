package dev.diptych.ports.driving;

import java.util.List;
import java.util.function.Function;

/** What became of a list of events appended together. */
public sealed interface ListAnswer {
    <R> R fold(Function<AllRecorded, R> allRecorded, Function<NoneRecorded, R> noneRecorded);

    /**
     * Every event is durable.
     *
     * @param answers one for each draft, in their order; each has a receipt
     */
    record AllRecorded(List<AppendAnswer> answers) implements ListAnswer {
        public AllRecorded {
            answers = List.copyOf(answers);
        }

        @Override
        public <R> R fold(Function<AllRecorded, R> allRecorded, Function<NoneRecorded, R> noneRecorded) {
            return allRecorded.apply(this);
        }
    }

    /**
     * The list was refused as a whole, or its outcome is unknown as a whole.
     *
     * @param index which draft, from 0, the answer is about
     * @param answer the first refusal
     */
    record NoneRecorded(int index, AppendAnswer answer) implements ListAnswer {
        @Override
        public <R> R fold(Function<AllRecorded, R> allRecorded, Function<NoneRecorded, R> noneRecorded) {
            return noneRecorded.apply(this);
        }
    }
}
