package dev.diptych.bootstrap.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes on a real ledger, killed by the kernel at a random moment, in transactions and cutovers above all. Nothing
 * here depends on when exactly that is: whenever it was, the same must be true afterwards. {@code -Ddiptych.kills=500} kills as
 * many, {@code -Ddiptych.seed=N} draws the moments as another run did, as far as a machine repeats itself.
 */
final class KilledProcessesTest {
    private static final int KILLS = 20;
    private static final int LIVES_OF_A_LEDGER = 25;

    @TempDir
    Path directory;

    @Test
    void a_process_that_is_killed_anywhere_leaves_a_ledger_in_which_all_agree()
            throws IOException, InterruptedException {
        int kills = Integer.getInteger("diptych.kills", KILLS);
        long seed = Long.getLong("diptych.seed", System.nanoTime());
        say("killed processes, -Ddiptych.seed=" + seed);
        Random random = new Random(seed);
        Map<String, Integer> ends = new TreeMap<>();
        long cutovers = 0;
        for (int killed = 0; killed < kills; ) {
            Path ledger = Files.createDirectory(directory.resolve("ledger" + killed));
            KilledLedger victims = new KilledLedger(ledger);
            for (int life = 0; life < LIVES_OF_A_LEDGER && killed < kills; life++) {
                KilledLedger.Death death = victims.live(life, random);
                ends.merge(death.word(), 1, Integer::sum);
                killed += death.wasKilled() ? 1 : 0;
                victims.requireTruth("seed " + seed + ", ledger " + ledger.getFileName() + ", life " + life);
            }
            cutovers += victims.cutovers();
            say(summary(killed, cutovers, ends));
        }
        assertThat(cutovers).isGreaterThanOrEqualTo(kills / 4);
    }

    private static String summary(int kills, long cutovers, Map<String, Integer> ends) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%8d  killed, %d cutovers tried, 0 violations%n", kills, cutovers));
        ends.forEach((word, count) -> text.append(String.format(Locale.ROOT, "%8d  %s%n", count, word)));
        return text.toString();
    }

    private static void say(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
    }
}
