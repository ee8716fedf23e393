package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.twins.TwinUnmatchedSpool;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is added, the spool on files joins it as the one in memory does. */
class SpoolEqualsItsTwinTest {
    private static final long SEED = 20_261_123L;

    @Test
    void joins_random_lines_and_rows_as_the_twin_does(@TempDir Path folder) {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            List<Entry> entries = entries(random);
            assertThat(joined(new SqliteUnmatchedSpools(folder).open(), entries))
                    .as("seed %d, round %d, %s", SEED, round, entries)
                    .isEqualTo(joined(TwinUnmatchedSpool.open(), entries));
        }
    }

    private record Entry(boolean isLine, long sequence, Optional<String> id, boolean equalsRow) {}

    private static List<Entry> entries(Random random) {
        List<Entry> entries = new ArrayList<>();
        for (int rows = random.nextInt(5), sequence = 1; rows > 0; rows--, sequence += 1 + random.nextInt(2)) {
            entries.add(new Entry(false, sequence, Optional.of("r" + sequence % 7), false));
        }
        for (int lines = random.nextInt(6); lines > 0; lines--) {
            Optional<String> id = random.nextInt(3) == 0 ? Optional.empty() : Optional.of("r" + random.nextInt(7));
            entries.add(new Entry(true, 1 + random.nextInt(6), id, random.nextInt(4) == 0));
        }
        return entries;
    }

    private static List<String> joined(UnmatchedSpool spool, List<Entry> entries) {
        List<String> answers = new ArrayList<>();
        try (spool) {
            for (Entry entry : entries) {
                if (entry.isLine()) {
                    spool.addFromLog(entry.sequence(), entry.id(), entry.equalsRow());
                } else {
                    spool.addFromStore(entry.sequence(), entry.id().orElseThrow());
                }
            }
            try (UnmatchedSpool.Joined pairs = spool.joined()) {
                while (pairs.advance()) {
                    answers.add(pairs.id() + " " + pairs.logSequence() + " " + pairs.storeSequence() + " "
                            + pairs.isMatched() + " " + pairs.isRepeated() + " " + pairs.isRowTaken());
                }
            }
        }
        // The order of entries with the same sequence is not promised.
        answers.sort(null);
        return answers;
    }
}
