package dev.diptych.domain.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Void flags and transactions against the published rules on lists, over random logs of runs: events lost, doubled, moved and
 * unreadable, outcomes that lie, rows that are missing or have the wrong flag.
 */
class VoidFlagsEqualBruteForceTest {
    private static final int LOGS = 3_000;
    private static final EventTime RECORDED = EventTime.parse("recorded_at", "2026-11-23T10:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {5, 20261123, -9})
    void the_walk_equals_brute_force(long seed) {
        Random random = new Random(seed);
        Set<String> met = new TreeSet<>();
        for (int log = 0; log < LOGS; log++) {
            Sets sets = random(random);
            Brute brute = new Brute(sets.log);

            sets.compare();

            String context = "seed " + seed + " log " + log;
            Set<String> flags = new TreeSet<>(sets.found().stream()
                    .filter(found -> found.startsWith("void_flag"))
                    .toList());
            assertThat(flags).as(context).isEqualTo(brute.wrongFlags(sets));
            assertThat(sets.malformed).as(context).hasSize(brute.faults);
            assertThat(sets.undecided.map(BoundRun::count).orElse(0))
                    .as(context)
                    .isEqualTo(brute.undecided);
            assertThat(sets.tally.voidFlagsUnjudged()).as(context).isEqualTo(brute.unjudged);
            met.add(flags.isEmpty() + " " + (brute.faults > 0) + " " + (brute.undecided > 0) + " " + brute.unjudged);
        }
        assertThat(met).as("the logs are too much alike").hasSizeGreaterThan(9);
    }

    private static Sets random(Random random) {
        Runs runs = new Runs();
        for (int parts = 1 + random.nextInt(5); parts > 0; parts--) {
            runs.part(random);
        }
        Sets sets = new Sets();
        for (SealedEvent event : runs.events) {
            sets.line(event);
            if (random.nextInt(12) != 0) {
                boolean right = runs.aborted.contains(event.sequenceValue());
                boolean isVoid = right != (random.nextInt(10) == 0);
                sets.row(new Sets.Row(event.sequenceValue(), event.id().value(), event.toLine(), isVoid));
            }
        }
        for (int accidents = random.nextInt(3); accidents > 0 && !sets.log.isEmpty(); accidents--) {
            int at = random.nextInt(sets.log.size());
            switch (random.nextInt(4)) {
                case 0 -> sets.log.remove(at);
                case 1 -> sets.log.add(random.nextInt(sets.log.size() + 1), sets.log.get(at));
                case 2 -> Collections.swap(sets.log, at, random.nextInt(sets.log.size()));
                default -> sets.log.set(at, Sets.Line.unsound(sets.log.get(at).sequence(), Sealing.bytes("{}")));
            }
        }
        return sets;
    }

    /** A log of runs, and the sequences that an outcome tells of as aborted. */
    private static final class Runs {
        private final EventSealer sealer = new EventSealer();
        private final Sealing drafts = Sealing.ledger();
        private final List<SealedEvent> events = new ArrayList<>();
        private final Set<Long> aborted = new TreeSet<>();
        private ChainHead head = ChainHead.beforeFirst(Sealing.LEDGER);

        void part(Random random) {
            int kind = random.nextInt(8);
            if (kind < 2) {
                add(drafts.draft("com.example.happened.v1", "{}"));
                return;
            }
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                add(drafts.draft("com.example.happened.v1", "{}").bound());
            }
            if (kind == 2) {
                return;
            }
            BoundRun run = new BoundRun(events.subList(events.size() - count, events.size()));
            TransactionOutcome outcome = TransactionOutcome.values()[random.nextInt(2)];
            OutcomeRecord said = OutcomeRecord.of(run, outcome, DecidedBy.CALLER);
            if (kind == 3) {
                said = new OutcomeRecord(outcome, run.first(), count + 1L, run.lastHash(), DecidedBy.CALLER);
            } else if (outcome == TransactionOutcome.ABORTED) {
                run.events().forEach(event -> aborted.add(event.sequenceValue()));
            }
            add(drafts.draft(said.type().value(), said.json()));
        }

        private void add(DraftedEvent draft) {
            SealedEvent event = sealer.seal(List.of(draft), head, RECORDED).get(0);
            head = event.asHead();
            events.add(event);
        }
    }

    /** The published rules, by lists. */
    private static final class Brute {
        private final List<Sets.Line> log;
        private final Map<Integer, Boolean> told = new HashMap<>();
        private int faults;
        private int undecided;
        private boolean unjudged;

        Brute(List<Sets.Line> log) {
            this.log = log;
            List<Integer> run = new ArrayList<>();
            boolean broken = false;
            long last = 0;
            for (int at = 0; at < log.size(); at++) {
                Optional<SealedEvent> sound = log.get(at).sound();
                if (sound.isEmpty() || sound.get().sequenceValue() != last + 1) {
                    run.clear();
                    broken = true;
                }
                if (sound.isEmpty()) {
                    continue;
                }
                last = sound.get().sequenceValue();
                if (broken) {
                    broken = sound.get().isBound();
                } else if (sound.get().isBound()) {
                    run.add(at);
                } else {
                    faults += isFault(sound.get(), run) ? 1 : 0;
                    run.clear();
                }
            }
            undecided = run.size();
            run.forEach(at -> told.put(at, false));
        }

        private boolean isFault(SealedEvent event, List<Integer> run) {
            Optional<OutcomeEvent> outcome = OutcomeEvent.of(event);
            if (outcome.isEmpty()) {
                return !run.isEmpty();
            }
            OutcomeRecord said = (OutcomeRecord) outcome.get();
            if (run.isEmpty()
                    || said.first().value() != log.get(run.get(0)).sequence()
                    || said.count() != run.size()
                    || !said.lastHash()
                            .equals(log.get(run.get(run.size() - 1))
                                    .sound()
                                    .orElseThrow()
                                    .hash())) {
                return true;
            }
            run.forEach(at -> told.put(at, said.outcome() == TransactionOutcome.ABORTED));
            return false;
        }

        Set<String> wrongFlags(Sets sets) {
            Map<Long, Integer> inOrder = new HashMap<>();
            long highest = 0;
            for (int at = 0; at < log.size(); at++) {
                if (log.get(at).sound().isPresent() && log.get(at).sequence() > highest) {
                    highest = log.get(at).sequence();
                    inOrder.put(highest, at);
                }
            }
            Set<String> wrong = new TreeSet<>();
            for (Sets.Row row : sets.store.values()) {
                boolean isBound = Sealing.text(row.line()).contains(",\"bound\":true,");
                Optional<Boolean> should = isBound
                        ? Optional.ofNullable(inOrder.get(row.sequence())).map(told::get)
                        : Optional.of(false);
                unjudged |= should.isEmpty();
                if (should.filter(isVoid -> isVoid != row.isVoid()).isPresent()) {
                    wrong.add("void_flag " + row.sequence() + " " + row.id());
                }
            }
            return wrong;
        }
    }
}
