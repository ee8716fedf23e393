package dev.diptych.contracts.crash;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a log tells, read line by line and without the product's own rules: which events happened, what each outcome says, and
 * how many boundaries were crossed.
 */
final class LogReading {
    private final List<SealedEvent> events = new ArrayList<>();
    private final Map<Long, TransactionOutcome> outcomes = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private LogReading() {}

    static LogReading of(LogProvider log) {
        LogReading reading = new LogReading();
        try (LogReader reader = log.openForReading()) {
            Optional<SealedEvent> event = reader.find(Sequence.of(1));
            while (event.isPresent()) {
                reading.events.add(event.get());
                event = reader.find(event.get().sequence().next());
            }
        }
        reading.readRuns();
        return reading;
    }

    private void readRuns() {
        long first = 0;
        for (SealedEvent event : events) {
            Optional<OutcomeEvent> outcome = OutcomeEvent.of(event);
            if (event.isBound()) {
                first = first == 0 ? event.sequenceValue() : first;
            } else if (first > 0 && outcome.isPresent() && outcome.get() instanceof OutcomeRecord told) {
                if (told.first().value() != first || told.last().value() != event.sequenceValue() - 1) {
                    problems.add(event + " speaks of " + told.json() + ", the run before it is from " + first);
                }
                for (long at = first; at < event.sequenceValue(); at++) {
                    outcomes.put(at, told.outcome());
                }
                first = 0;
            } else if (first > 0 || outcome.isPresent()) {
                problems.add(event + " is no outcome of the run from " + first);
            }
        }
        if (first > 0) {
            problems.add("the run from " + first + " has no outcome");
        }
    }

    /** Runs without exactly one outcome right behind them. */
    List<String> problems() {
        return problems;
    }

    List<String> lines() {
        return events.stream().map(event -> event.hash().hex()).toList();
    }

    List<String> ids() {
        return events.stream().map(event -> event.id().value()).toList();
    }

    boolean isThere(String id) {
        return ids().contains(id);
    }

    /** Whether an event is there and happened. */
    boolean happened(String id) {
        return events.stream().anyMatch(event -> event.id().value().equals(id) && happened(event));
    }

    private boolean happened(SealedEvent event) {
        return !event.isBound() || outcomes.get(event.sequenceValue()) == TransactionOutcome.COMMITTED;
    }

    /** How many boundaries of cutovers in place were committed. */
    long cutoversInPlace() {
        return boundaries() - cutoversOfTheStore();
    }

    long cutoversOfTheStore() {
        return events.stream()
                .filter(event -> event.type().equals(StoreCutover.TYPE))
                .count();
    }

    /** How many boundaries were crossed, of either kind. */
    long boundaries() {
        return events.stream()
                .filter(event -> BoundaryEvent.isBoundary(event.type()))
                .filter(this::happened)
                .count();
    }
}
