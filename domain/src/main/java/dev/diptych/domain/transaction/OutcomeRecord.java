package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a transaction ended, as the line behind its bound events tells it: {@code
 * {"first_seq":N,"count":N,"event_hash":"HEX","decided_by":"caller"}}, these keys in this order, no white space. The outcome
 * itself is the event's type.
 *
 * @param outcome committed or aborted
 * @param first the sequence of the first bound event
 * @param count how many there are, from 1
 * @param lastHash the event hash of the last of them
 * @param decidedBy who found out
 */
public record OutcomeRecord(
        TransactionOutcome outcome, Sequence first, long count, EventHash lastHash, DecidedBy decidedBy)
        implements OutcomeEvent {
    private static final String NUMBER = "([1-9][0-9]{0,15})";
    private static final Pattern SPELLING = Pattern.compile("\\{\"first_seq\":" + NUMBER + ",\"count\":" + NUMBER
            + ",\"event_hash\":\"([0-9a-f]{64})\",\"decided_by\":\"(caller|recovery)\"}");

    public OutcomeRecord {
        if (first.isNone() || count < 1 || first.value() + (count - 1) > Sequence.VALUE_MAX - 1) {
            throw new IllegalArgumentException(
                    "an outcome must speak of one or more sequences, from 1 on, with room for its own behind them: was "
                            + count + " from " + first);
        }
    }

    /** What tells that the run ended so. */
    public static OutcomeRecord of(BoundRun run, TransactionOutcome outcome, DecidedBy decidedBy) {
        return new OutcomeRecord(outcome, run.first(), run.count(), run.lastHash(), decidedBy);
    }

    /** The sequence of the last bound event. */
    public Sequence last() {
        return new Sequence(first.value() + count - 1);
    }

    @Override
    public EventType type() {
        return outcome.type();
    }

    @Override
    public String json() {
        return "{\"first_seq\":" + first + ",\"count\":" + count + ",\"event_hash\":\"" + lastHash.hex()
                + "\",\"decided_by\":\"" + decidedBy.word() + "\"}";
    }

    /** Empty if the type or the payload is not one that this version knows. */
    static Optional<OutcomeRecord> read(EventType type, String json) {
        for (TransactionOutcome outcome : TransactionOutcome.values()) {
            if (outcome.type().equals(type)) {
                return read(outcome, json);
            }
        }
        return Optional.empty();
    }

    private static Optional<OutcomeRecord> read(TransactionOutcome outcome, String json) {
        Matcher parts = SPELLING.matcher(json);
        if (!parts.matches()) {
            return Optional.empty();
        }
        DecidedBy decidedBy = parts.group(4).equals(DecidedBy.CALLER.word()) ? DecidedBy.CALLER : DecidedBy.RECOVERY;
        long first = Long.parseLong(parts.group(1));
        long count = Long.parseLong(parts.group(2));
        return first + (count - 1) > Sequence.VALUE_MAX - 1
                ? Optional.empty()
                : Optional.of(new OutcomeRecord(
                        outcome, new Sequence(first), count, EventHash.parse(parts.group(3)), decidedBy));
    }
}
