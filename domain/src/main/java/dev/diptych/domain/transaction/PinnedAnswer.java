package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the store remembers of a transaction that was settled by its rows, from before the log tells it: {@code
 * OUTCOME:FIRST:COUNT:HASH}. Writing it is what makes the answer final: it puts frames of its own over whatever a COMMIT that
 * failed at its sync left in the database's log.
 *
 * @param outcome what the rows said
 * @param first the sequence of the first bound event
 * @param count how many there are
 * @param lastHash the event hash of the last
 */
public record PinnedAnswer(TransactionOutcome outcome, Sequence first, int count, EventHash lastHash) {
    private static final Pattern SPELLING =
            Pattern.compile("(committed|aborted):([1-9][0-9]{0,15}):([1-9][0-9]{0,3}):([0-9a-f]{64})");

    public PinnedAnswer {
        if (first.isNone() || count < 1 || count > BoundRun.EVENTS_MAX) {
            throw new IllegalArgumentException("a pinned answer must be of 1 to " + BoundRun.EVENTS_MAX
                    + " events from sequence 1 on, was of " + count + " from " + first);
        }
    }

    public static PinnedAnswer of(BoundRun run, TransactionOutcome outcome) {
        return new PinnedAnswer(outcome, run.first(), run.count(), run.lastHash());
    }

    /** Whether it speaks of this run; if not, it is left over from an earlier one and says nothing. */
    public boolean isOf(BoundRun run) {
        return first.equals(run.first()) && count == run.count() && lastHash.equals(run.lastHash());
    }

    /** As the store keeps it. */
    public String text() {
        return outcome.word() + ":" + first + ":" + count + ":" + lastHash.hex();
    }

    /** Empty for anything but what {@link #text} writes. */
    public static Optional<PinnedAnswer> parse(String text) {
        Matcher parts = SPELLING.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(parts.group(2));
        int count = Integer.parseInt(parts.group(3));
        if (first > Sequence.VALUE_MAX || count > BoundRun.EVENTS_MAX) {
            return Optional.empty();
        }
        TransactionOutcome outcome = parts.group(1).equals(TransactionOutcome.COMMITTED.word())
                ? TransactionOutcome.COMMITTED
                : TransactionOutcome.ABORTED;
        return Optional.of(new PinnedAnswer(outcome, new Sequence(first), count, EventHash.parse(parts.group(4))));
    }

    @Override
    public String toString() {
        return text();
    }
}
