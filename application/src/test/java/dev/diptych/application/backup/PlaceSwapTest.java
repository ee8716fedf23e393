package dev.diptych.application.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.CopyParts;
import dev.diptych.application.hold.HoldTexts;
import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.domain.chain.ContentHash;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpManifest.FileEntry;
import dev.diptych.ports.driving.RestoreRequest.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The swap, stopped before, in and behind every operation on files: all old, or held until it is all new. */
class PlaceSwapTest {
    private static final Path DIR = Path.of("/mirror");
    private static final Path KEPT = Path.of("/kept");
    private static final String SEGMENT = "log/00000000000000000001.jsonl";
    private static final CopyParts.Places PLACES = new CopyParts.Places(DIR.resolve("log"), DIR.resolve("store.db"));

    @Test
    void puts_everything_aside_under_one_number_and_the_copies_in_its_place() throws IOException {
        CrashingFiles files = disk();

        List<String> aside = swap(files, Parts.BOTH);

        assertThat(aside)
                .containsExactlyInAnyOrder(
                        "log.aside-1",
                        "store.db.aside-1",
                        "store.db.aside-1-wal",
                        "store.db.aside-1-shm",
                        "writer.aside-1");
        requireNew(files, Parts.BOTH);
        assertThat(files.namesIn(DIR)).doesNotContain("hold", "log.incoming", "store.db.incoming", "store.db-wal");
        assertThat(text(files, DIR.resolve("store.db.aside-1-wal"))).isEqualTo("old wal");
    }

    @Test
    void leaves_the_log_and_its_writer_where_the_store_alone_is_restored() throws IOException {
        CrashingFiles files = disk();

        swap(files, Parts.STORE);

        requireNew(files, Parts.STORE);
        assertThat(text(files, DIR.resolve(SEGMENT))).isEqualTo("old log");
        assertThat(text(files, DIR.resolve("writer"))).isEqualTo("old writer");
    }

    @Test
    void a_second_restore_takes_the_next_number() throws IOException {
        CrashingFiles files = disk();
        swap(files, Parts.BOTH);

        assertThat(swap(files, Parts.BOTH)).containsExactlyInAnyOrder("log.aside-2", "store.db.aside-2");
        assertThat(text(files, DIR.resolve("store.db.aside-1"))).isEqualTo("old store");
    }

    @Test
    void stopped_anywhere_it_is_all_old_or_held_and_finished_by_the_next() throws IOException {
        int finished = 0;
        for (Parts parts : Parts.values()) {
            CrashingFiles whole = disk();
            swap(whole, parts);
            int operations = whole.operations().size();
            assertThat(operations).isGreaterThan(30);
            for (Fault fault :
                    List.of(Fault.STOP_BEFORE, Fault.STOP_MIDWAY, Fault.STOP_AFTER, Fault.ERROR, Fault.POWER_CUT)) {
                for (int at = 0; at < operations; at++) {
                    finished += stopAt(at, fault, parts) ? 1 : 0;
                }
            }
        }
        assertThat(finished).isGreaterThan(50);
    }

    /** Whether the next process had to finish it. */
    private static boolean stopAt(int at, Fault fault, Parts parts) throws IOException {
        CrashingFiles files = disk();
        files.failing(FaultPlan.once(at, fault));
        try {
            swap(files, parts);
        } catch (IOException | LogUnavailableException stopped) {
            assertThat(stopped).isNotNull();
        }
        CrashingFiles next = fault == Fault.POWER_CUT ? files.afterPowerCut(PowerCut.seeded(at)) : files.afterKill();
        PlaceSwap swap = swapOn(next);
        Optional<PlaceSwap.Begun> begun = swap.begun();
        if (begun.isPresent()) {
            assertThat(HoldTexts.isRestoreBegun(new TextMark(next).read().orElseThrow()))
                    .isTrue();
            swap.finish(begun.get());
            swap.release();
            requireNew(next, parts);
        } else if (text(next, DIR.resolve("store.db")).equals("old store")) {
            requireOld(next);
        } else {
            requireNew(next, parts);
        }
        swap(next, parts);
        requireNew(next, parts);
        return begun.isPresent();
    }

    private static List<String> swap(CrashingFiles files, Parts parts) throws IOException {
        SoundBackUp backup = backup(files);
        PlaceSwap swap = swapOn(files);
        swap.prepare(backup, parts);
        List<String> aside = swap.finish(swap.commit(backup, parts));
        swap.release();
        return aside;
    }

    private static PlaceSwap swapOn(CrashingFiles files) {
        return new PlaceSwap(files, PLACES, new TextMark(files));
    }

    private static CrashingFiles disk() {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        put(files, DIR.resolve(SEGMENT), "old log");
        put(files, DIR.resolve("store.db"), "old store");
        put(files, DIR.resolve("store.db-wal"), "old wal");
        put(files, DIR.resolve("store.db-shm"), "old shm");
        put(files, DIR.resolve("writer"), "old writer");
        put(files, KEPT.resolve(SEGMENT), "new log");
        put(files, KEPT.resolve("store.db"), "new store");
        return files;
    }

    private static void requireOld(CrashingFiles files) {
        assertThat(text(files, DIR.resolve(SEGMENT))).isEqualTo("old log");
        assertThat(text(files, DIR.resolve("store.db"))).isEqualTo("old store");
        assertThat(text(files, DIR.resolve("store.db-wal"))).isEqualTo("old wal");
        assertThat(text(files, DIR.resolve("writer"))).isEqualTo("old writer");
    }

    private static void requireNew(CrashingFiles files, Parts parts) {
        assertThat(text(files, DIR.resolve("store.db"))).isEqualTo("new store");
        assertThat(files.namesIn(DIR)).doesNotContain("store.db-wal", "store.db-shm");
        assertThat(text(files, DIR.resolve(SEGMENT))).isEqualTo(parts == Parts.BOTH ? "new log" : "old log");
        assertThat(text(files, DIR.resolve("store.db.aside-1"))).isEqualTo("old store");
        assertThat(text(files, DIR.resolve("store.db.aside-1-wal"))).isEqualTo("old wal");
        if (parts == Parts.BOTH) {
            assertThat(files.namesIn(DIR)).doesNotContain("writer").contains("writer.aside-1");
            assertThat(text(files, DIR.resolve("log.aside-1/00000000000000000001.jsonl")))
                    .isEqualTo("old log");
        }
    }

    private static SoundBackUp backup(CrashingFiles files) {
        StoreIdentity store =
                new StoreIdentity(Optional.empty(), new StoreId("0123456789abcdef0123456789abcdef"), 1, 1, 1);
        BackUpManifest manifest = new BackUpManifest(
                store,
                Optional.empty(),
                Instant.EPOCH,
                List.of(entry(SEGMENT, "new log"), entry("store.db", "new store")));
        return new SoundBackUp(new BackUpDirectory(files, KEPT), manifest, "a".repeat(64));
    }

    private static FileEntry entry(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new FileEntry(name, bytes.length, ContentHash.hex(ByteBuffer.wrap(bytes)));
    }

    private static void put(CrashingFiles files, Path file, String content) {
        files.put(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(CrashingFiles files, Path file) {
        return new String(files.content(file), StandardCharsets.UTF_8);
    }

    /** The mark as a file, on the same disk as everything else, so that it is stopped and lost with it. */
    private record TextMark(DurableFiles files) implements HoldMark {
        private static final Path FILE = DIR.resolve("hold");

        @Override
        public Optional<String> read() {
            try {
                if (files.state(FILE).isEmpty()) {
                    return Optional.empty();
                }
                try (DurableFile file = files.openForReading(FILE)) {
                    ByteBuffer all = ByteBuffer.allocate((int) file.size());
                    file.read(all, 0);
                    return Optional.of(new String(all.array(), 0, all.position(), StandardCharsets.UTF_8));
                }
            } catch (IOException failed) {
                throw new LogUnavailableException("the mark cannot be read", failed);
            }
        }

        @Override
        public void put(String text) {
            Path temporary = FILE.resolveSibling("hold.tmp");
            try {
                files.delete(temporary);
                try (DurableFile file = files.create(temporary)) {
                    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
                    file.force();
                }
                files.rename(temporary, FILE);
                files.forceDirectory(DIR);
            } catch (IOException failed) {
                throw new LogUnavailableException("the mark cannot be written", failed);
            }
        }

        @Override
        public void remove() {
            try {
                files.delete(FILE);
                files.forceDirectory(DIR);
            } catch (IOException failed) {
                throw new LogUnavailableException("the mark cannot be removed", failed);
            }
        }
    }
}
