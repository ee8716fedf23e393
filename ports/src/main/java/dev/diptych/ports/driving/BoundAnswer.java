package dev.diptych.ports.driving;

import java.util.function.Function;

/** What became of an event that was appended inside a transaction. */
public sealed interface BoundAnswer {
    <R> R fold(Function<Recorded, R> recorded, Function<NotRecorded, R> notRecorded);

    /** It is durable in the log, and its row is in the transaction. Whether it happened, the transaction's end tells. */
    record Recorded(AppendReceipt receipt) implements BoundAnswer {
        @Override
        public <R> R fold(Function<Recorded, R> recorded, Function<NotRecorded, R> notRecorded) {
            return recorded.apply(this);
        }
    }

    /**
     * It is not recorded in this transaction, which is doomed.
     *
     * @param why what an ordinary append would have answered
     */
    record NotRecorded(AppendAnswer why) implements BoundAnswer {
        @Override
        public <R> R fold(Function<Recorded, R> recorded, Function<NotRecorded, R> notRecorded) {
            return notRecorded.apply(this);
        }
    }
}
