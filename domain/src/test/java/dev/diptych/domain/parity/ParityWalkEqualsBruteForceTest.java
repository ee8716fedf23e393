package dev.diptych.domain.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The walk with its join against a comparison of two lists that follows the published rules step by step, over 100,000
 * random pairs: events missing on either side, extra, changed, doubled, moved, and lines that are unsound.
 */
class ParityWalkEqualsBruteForceTest {
    private static final int PAIRS = 25_000;
    private static final int SEQUENCES = 7;
    private static final int VARIANTS = 3;
    private static final SealedEvent[][][] EVENTS = pool();

    @ParameterizedTest
    @ValueSource(longs = {11, 20261123, -7, 4_294_967_311L})
    void the_walk_equals_brute_force(long seed) {
        Random random = new Random(seed);
        for (int pair = 0; pair < PAIRS; pair++) {
            Sets sets = random(random);
            Brute brute = new Brute(sets);
            brute.compare();

            EventSetParity parity = sets.compare();

            List<String> found = new ArrayList<>(sets.found());
            Collections.sort(found);
            Collections.sort(brute.found);
            assertThat(found)
                    .as("seed %d pair %d: %s", seed, pair, describe(sets))
                    .isEqualTo(brute.found);
            assertThat(parity)
                    .as("seed %d pair %d: %s", seed, pair, describe(sets))
                    .isEqualTo(brute.parity());
        }
    }

    private static Sets random(Random random) {
        Sets sets = new Sets();
        sets.writerOpen = random.nextInt(4) == 0;
        int count = random.nextInt(SEQUENCES);
        int logCount = count + random.nextInt(2);
        for (int i = 0; i < Math.min(logCount, SEQUENCES); i++) {
            sets.line(EVENTS[i][i][0]);
        }
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(12) == 0 ? random.nextInt(SEQUENCES) : i;
            int variant = random.nextInt(10) == 0 ? 1 + random.nextInt(VARIANTS - 1) : 0;
            if (random.nextInt(8) != 0 && ids.add(id)) {
                sets.row(EVENTS[i][id][variant]);
            }
        }
        for (int changes = random.nextInt(4); changes > 0 && !sets.log.isEmpty(); changes--) {
            change(sets.log, random);
        }
        return sets;
    }

    private static void change(List<Sets.Line> log, Random random) {
        int at = random.nextInt(log.size());
        switch (random.nextInt(6)) {
            case 0 -> log.remove(at);
            case 1 -> log.add(random.nextInt(log.size() + 1), log.get(at));
            case 2 -> Collections.swap(log, at, random.nextInt(log.size()));
            case 3 -> log.set(at, Sets.Line.of(event(log.get(at), random.nextInt(SEQUENCES), 0)));
            case 4 -> log.set(at, unsound(log.get(at)));
            default ->
                log.set(at, Sets.Line.of(event(log.get(at), idOf(log.get(at)), 1 + random.nextInt(VARIANTS - 1))));
        }
    }

    private static Sets.Line unsound(Sets.Line line) {
        String text = Sealing.text(line.bytes());
        return Sets.Line.unsound(line.sequence(), Sealing.bytes(text.replace("\"payload\":{\"", "\"payload\":{\"~")));
    }

    private static SealedEvent event(Sets.Line line, int id, int variant) {
        return EVENTS[(int) line.sequence() - 1][id][variant];
    }

    private static int idOf(Sets.Line line) {
        return line.id().map(id -> id.charAt(0) - 'a').orElse((int) line.sequence() - 1);
    }

    private static String describe(Sets sets) {
        StringBuilder out = new StringBuilder("log");
        sets.log.forEach(
                line -> out.append(' ').append(line.sequence()).append(line.id().orElse("~")));
        out.append(", store");
        sets.store
                .values()
                .forEach(row -> out.append(' ').append(row.sequence()).append(row.id()));
        return out.toString();
    }

    private static SealedEvent[][][] pool() {
        EventSealer sealer = new EventSealer();
        EventTime recorded = EventTime.parse("recorded_at", "2026-11-23T10:00:00Z");
        SealedEvent[][][] events = new SealedEvent[SEQUENCES][SEQUENCES][VARIANTS];
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            for (int id = 0; id < SEQUENCES; id++) {
                for (int variant = 0; variant < VARIANTS; variant++) {
                    DraftedEvent draft = Sealing.drafted(
                            EventDraft.of("a.b.v1", "{\"variant\":" + variant + "}"),
                            String.valueOf((char) ('a' + id)));
                    ChainHead head = new ChainHead(Sequence.of(sequence), EventHash.of(new byte[32]));
                    events[sequence][id][variant] =
                            sealer.seal(List.of(draft), head, recorded).get(0);
                }
            }
        }
        return events;
    }

    /** The published rules, by lists. */
    private static final class Brute {
        final List<String> found = new ArrayList<>();
        private final Sets sets;
        private final List<Sets.Line> lines;
        private final Map<Long, Sets.Row> rows;
        private final Set<String> matchedIds = new HashSet<>();
        private final Map<String, Long> counts = new TreeMap<>();
        private long matched;
        private long inFlight;

        Brute(Sets sets) {
            this.sets = sets;
            this.lines = new ArrayList<>(sets.log);
            this.rows = new TreeMap<>(sets.store);
        }

        void compare() {
            lines.removeIf(this::isMatched);
            lines.stream().filter(line -> line.sound().isEmpty()).forEach(this::unsound);
            Set<String> earlier = new HashSet<>();
            for (Sets.Line line : lines) {
                if (line.sound().isPresent()) {
                    sound(line.sequence(), line.id().orElseThrow(), earlier);
                }
            }
            rows.values().forEach(row -> find("missing_in_log", row.sequence(), row.id()));
        }

        EventSetParity parity() {
            return new EventSetParity(
                    sets.log.stream().filter(line -> line.sound().isPresent()).count(),
                    sets.store.size(),
                    matched,
                    counts.getOrDefault("missing_in_store", 0L),
                    counts.getOrDefault("missing_in_log", 0L),
                    counts.getOrDefault("mismatch", 0L),
                    counts.getOrDefault("pending", 0L),
                    inFlight,
                    counts.getOrDefault("duplicate_id", 0L),
                    0);
        }

        private boolean isMatched(Sets.Line line) {
            Sets.Row row = rows.get(line.sequence());
            if (row == null || !Arrays.equals(row.line(), line.bytes())) {
                return false;
            }
            rows.remove(line.sequence());
            matchedIds.add(row.id());
            matched++;
            return true;
        }

        private void unsound(Sets.Line line) {
            Sets.Row row = rows.remove(line.sequence());
            if (row != null) {
                find("mismatch", line.sequence(), row.id());
            }
        }

        private void sound(long sequence, String id, Set<String> earlier) {
            Optional<Sets.Row> row =
                    rows.values().stream().filter(one -> one.id().equals(id)).findFirst();
            if (!earlier.add(id) || matchedIds.contains(id)) {
                find("duplicate_id", sequence, id);
            } else if (row.isPresent()) {
                rows.remove(row.get().sequence());
                find("mismatch", sequence, id);
            } else if (sequence <= sets.highest()) {
                find("missing_in_store", sequence, id);
            } else if (sets.writerOpen) {
                inFlight++;
            } else {
                find("pending", sequence, id);
            }
        }

        private void find(String kind, long sequence, String id) {
            counts.merge(kind, 1L, Long::sum);
            found.add(kind + " " + sequence + " " + id);
        }
    }
}
