package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.ports.driven.TreeMemory.Grown;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a Merkle tree in a file: the one or the other, and never anything that was not written. */
class TreeFileTest {
    private static final Path FILE = Path.of("/ledger/tree");

    @Test
    void is_text_with_the_newest_event_and_the_tree_before_it() {
        CrashingFiles files = disk();

        TreeFile.at(files, FILE).remember(grown(4));

        String hash = EventHash.of(bytes(4)).hex();
        assertThat(new String(files.content(FILE), StandardCharsets.UTF_8))
                .startsWith("diptych tree 1\n4 " + hash + "\n")
                .hasLineCount(4)
                .endsWith("=\n");
    }

    @Test
    void whatever_is_changed_in_it_is_another_hint_or_none_and_never_an_exception() {
        CrashingFiles files = disk();
        TreeFile memory = TreeFile.at(files, FILE);
        memory.remember(grown(7));
        byte[] written = files.content(FILE);

        for (int at = 0; at < written.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = written.clone();
                changed[at] ^= (byte) (1 << bit);
                files.put(FILE, changed);

                memory.recall()
                        .ifPresent(recalled -> assertThat(recalled.whole()
                                                .root()
                                                .equals(grown(7).whole().root())
                                        && recalled.head().equals(grown(7).head()))
                                .isFalse());
            }
        }
    }

    @Test
    void a_part_of_it_is_nothing() {
        CrashingFiles files = disk();
        TreeFile memory = TreeFile.at(files, FILE);
        memory.remember(grown(7));
        String written = new String(files.content(FILE), StandardCharsets.UTF_8);

        for (int length = 0; length < written.length(); length++) {
            files.put(FILE, written.substring(0, length).getBytes(StandardCharsets.UTF_8));

            assertThat(memory.recall()).describedAs("%d bytes", length).isEmpty();
        }
    }

    @Test
    void a_power_cut_at_any_step_leaves_the_one_or_the_other() {
        CrashingFiles measured = disk();
        TreeFile.at(measured, FILE).remember(grown(5));
        int first = measured.operations().size();
        TreeFile.at(measured, FILE).remember(grown(9));
        int steps = measured.operations().size() - first;

        for (int step = 0; step < steps; step++) {
            for (long seed = 0; seed < 10; seed++) {
                CrashingFiles files = disk();
                TreeFile.at(files, FILE).remember(grown(5));
                files.failing(FaultPlan.once(first + step, Fault.POWER_CUT));
                TreeFile.at(files, FILE).remember(grown(9));
                assertThat(files.isStopped()).isTrue();

                assertThat(TreeFile.at(files.afterPowerCut(PowerCut.seeded(seed)), FILE)
                                .recall()
                                .map(grown -> grown.head().sequence().value()))
                        .describedAs("step %d, seed %d", step, seed)
                        .isPresent()
                        .get()
                        .isIn(5L, 9L);
            }
        }
        assertThat(steps).isGreaterThan(4);
    }

    @Test
    void a_medium_that_refuses_any_step_costs_nothing_but_the_hint() {
        for (int step = 0; step < 12; step++) {
            CrashingFiles files = disk();
            TreeFile.at(files, FILE).remember(grown(5));
            files.failing(FaultPlan.fromThenOn(files.operations().size() + step, Fault.NO_SPACE));

            TreeFile.at(files, FILE).remember(grown(9));

            files.failing(FaultPlan.NONE);
            assertThat(TreeFile.at(files, FILE)
                            .recall()
                            .orElseThrow()
                            .head()
                            .sequence()
                            .value())
                    .isIn(5L, 9L);
        }
    }

    @Test
    void a_directory_that_is_not_there_is_not_made_and_nothing_is_remembered(@TempDir Path parent) {
        TreeFile memory = TreeFile.at(new NioDurableFiles(), parent.resolve("absent/tree"));

        memory.remember(grown(3));

        assertThat(memory.recall()).isEmpty();
        assertThat(parent.resolve("absent")).doesNotExist();
    }

    @Test
    void a_link_in_its_place_is_not_followed(@TempDir Path parent) throws Exception {
        Path elsewhere = Files.writeString(parent.resolve("elsewhere"), "mine");
        Path file = Files.createSymbolicLink(parent.resolve("tree"), elsewhere);
        TreeFile memory = TreeFile.at(new NioDurableFiles(), file);
        assertThat(memory.recall()).isEmpty();

        memory.remember(grown(3));

        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void nowhere_is_a_place_that_remembers_nothing() {
        TreeFile nowhere = TreeFile.nowhere();

        nowhere.remember(grown(3));

        assertThat(nowhere.recall()).isEmpty();
    }

    private static CrashingFiles disk() {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        files.put(FILE.resolveSibling("lock"), new byte[0]);
        return files;
    }

    private static Grown grown(int events) {
        MerkleFrontier tree = MerkleFrontier.empty();
        for (int i = 1; i < events; i++) {
            tree.add(EventHash.of(bytes(i)));
        }
        return new Grown(new ChainHead(Sequence.of(events), EventHash.of(bytes(events))), tree);
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[EventHash.BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
