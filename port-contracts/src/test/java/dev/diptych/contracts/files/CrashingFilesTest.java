package dev.diptych.contracts.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.files.PowerCut.Survival;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashingFilesTest {
    private static final Path DIRECTORY = Path.of("/ledger");
    private static final Path FILE = DIRECTORY.resolve("events");

    private final CrashingFiles files = CrashingFiles.onEmptyDisk();

    @ParameterizedTest
    @EnumSource(Survival.class)
    void keeps_what_was_forced_through_every_power_cut(Survival survival) throws IOException {
        durable("forced");

        for (int seed = 0; seed < 20; seed++) {
            assertThat(files.afterPowerCut(new PowerCut(survival, seed)).content(FILE))
                    .isEqualTo(ascii("forced"));
        }
    }

    @Test
    void loses_what_was_written_and_not_forced_where_nothing_survives() throws IOException {
        write(durable("forced"), 6, " and more");

        assertThat(files.afterPowerCut(new PowerCut(Survival.NOTHING, 1)).content(FILE))
                .isEqualTo(ascii("forced"));
        assertThat(files.afterPowerCut(new PowerCut(Survival.ALL, 1)).content(FILE))
                .isEqualTo(ascii("forced and more"));
    }

    @Test
    void keeps_any_prefix_of_what_was_written() throws IOException {
        write(durable("forced"), 6, " and more");

        Set<Integer> lengths = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            byte[] left =
                    files.afterPowerCut(new PowerCut(Survival.PREFIX, seed)).content(FILE);
            assertThat("forced and more").startsWith(new String(left, US_ASCII));
            lengths.add(left.length);
        }
        assertThat(lengths).hasSize(10).contains(6, 15);
    }

    @Test
    void garbles_only_bytes_that_no_force_covered() throws IOException {
        DurableFile file = durable("f".repeat(700));
        write(file, 700, "x".repeat(2_000));

        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            byte[] left =
                    files.afterPowerCut(new PowerCut(Survival.GARBLED, seed)).content(FILE);
            assertThat(new String(left, 0, 700, US_ASCII)).isEqualTo("f".repeat(700));
            assertThat(left.length).isBetween(700, 2_700);
            outcomes.add(new String(left, US_ASCII));
        }
        assertThat(outcomes).hasSizeGreaterThan(20);
    }

    @Test
    void never_garbles_forced_bytes_that_are_written_again_as_they_are() throws IOException {
        DurableFile file = durable("f".repeat(2_000));
        write(file, 0, "f".repeat(2_000));

        for (int seed = 0; seed < 50; seed++) {
            assertThat(files.afterPowerCut(new PowerCut(Survival.GARBLED, seed)).content(FILE))
                    .isEqualTo(ascii("f".repeat(2_000)));
        }
    }

    @Test
    void lets_a_later_write_survive_without_an_earlier_one() throws IOException {
        DurableFile file = durable("");
        write(file, 0, "aaa");
        write(file, 3, "bbb");

        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            outcomes.add(new String(
                    files.afterPowerCut(new PowerCut(Survival.REORDERED, seed)).content(FILE), US_ASCII));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("", "aaa", "aaabbb", "\0\0\0bbb");
    }

    @Test
    void gives_the_same_outcome_for_the_same_seed() throws IOException {
        write(durable("forced"), 6, "x".repeat(3_000));

        for (int seed = 0; seed < 20; seed++) {
            assertThat(files.afterPowerCut(PowerCut.seeded(seed)).content(FILE))
                    .isEqualTo(files.afterPowerCut(PowerCut.seeded(seed)).content(FILE));
        }
    }

    @Test
    void shows_bytes_whose_force_failed_until_the_power_cut_even_after_a_later_force() throws IOException {
        DurableFile file = durable("forced");
        write(file, 6, " lost");
        files.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.ERROR));
        assertThatThrownBy(file::force).isInstanceOf(IOException.class).hasMessageContaining("Input/output error");

        file.force();

        assertThat(files.content(FILE)).isEqualTo(ascii("forced lost"));
        assertThat(files.afterPowerCut(new PowerCut(Survival.ALL, 1)).content(FILE))
                .isEqualTo(ascii("forced"));
    }

    @Test
    void makes_bytes_whose_force_failed_durable_once_they_are_written_again_and_forced() throws IOException {
        DurableFile file = durable("forced");
        write(file, 6, " again");
        files.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.ERROR));
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);

        write(file, 6, " again");
        file.force();

        assertThat(files.afterPowerCut(new PowerCut(Survival.NOTHING, 1)).content(FILE))
                .isEqualTo(ascii("forced again"));
    }

    @Test
    void loses_a_name_whose_directory_was_not_forced() throws IOException {
        files.createDirectories(DIRECTORY);
        write(files.create(FILE), 0, "forced").force();

        assertThat(files.afterPowerCut(new PowerCut(Survival.NOTHING, 1)).list(DIRECTORY))
                .isEmpty();
        assertThat(files.afterPowerCut(new PowerCut(Survival.ALL, 1)).list(DIRECTORY))
                .containsExactly("events");
    }

    @Test
    void leaves_a_rename_done_or_undone_as_a_whole() throws IOException {
        durable("old");
        Path temporary = DIRECTORY.resolve("events.tmp");
        write(files.create(temporary), 0, "new").force();
        files.forceDirectory(DIRECTORY);
        files.rename(temporary, FILE);

        CrashingFiles undone = files.afterPowerCut(new PowerCut(Survival.NOTHING, 1));
        CrashingFiles done = files.afterPowerCut(new PowerCut(Survival.ALL, 1));
        assertThat(undone.content(FILE)).isEqualTo(ascii("old"));
        assertThat(undone.content(temporary)).isEqualTo(ascii("new"));
        assertThat(done.list(DIRECTORY)).containsExactly("events");
        assertThat(done.content(FILE)).isEqualTo(ascii("new"));
    }

    @Test
    void keeps_directories_once_they_are_made() throws IOException {
        files.createDirectories(Path.of("/a/b/c"));

        assertThat(files.afterPowerCut(new PowerCut(Survival.NOTHING, 1)).state(Path.of("/a/b/c")))
                .isPresent();
    }

    @Test
    void keeps_all_that_a_killed_process_wrote_and_frees_its_lock() throws IOException {
        write(durable("forced"), 6, " and written");
        assertThat(files.tryLock(DIRECTORY.resolve("lock"))).isPresent();

        CrashingFiles next = files.afterKill();

        assertThat(next.content(FILE)).isEqualTo(ascii("forced and written"));
        assertThat(next.tryLock(DIRECTORY.resolve("lock"))).isPresent();
        assertThatThrownBy(() -> files.list(DIRECTORY)).isInstanceOf(ProcessStoppedException.class);
    }

    @Test
    void gives_a_lock_to_one_process_at_a_time() throws IOException {
        files.createDirectories(DIRECTORY);
        Closeable held = files.tryLock(DIRECTORY.resolve("lock")).orElseThrow();
        CrashingFiles other = files.anotherProcess();

        assertThat(files.tryLock(DIRECTORY.resolve("lock"))).isEmpty();
        assertThat(other.tryLock(DIRECTORY.resolve("lock"))).isEmpty();
        held.close();
        assertThat(other.tryLock(DIRECTORY.resolve("lock"))).isPresent();
    }

    @Test
    void drops_a_lock_when_the_holder_closes_another_handle_on_the_locked_file() throws IOException {
        files.createDirectories(DIRECTORY);
        assertThat(files.tryLock(DIRECTORY.resolve("lock"))).isPresent();

        files.open(DIRECTORY.resolve("lock")).close();

        assertThat(files.anotherProcess().tryLock(DIRECTORY.resolve("lock"))).isPresent();
    }

    @Test
    void runs_full_in_the_middle_of_a_write_and_works_again_when_there_is_room() throws IOException {
        DurableFile file = durable("forced");
        files.holdingAtMost(10);

        assertThatThrownBy(() -> write(file, 6, "too much"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");

        assertThat(files.content(FILE)).isEqualTo(ascii("forcedtoo "));
        file.truncate(6);
        files.holdingAtMost(20);
        write(file, 6, "too much");
        assertThat(files.content(FILE)).isEqualTo(ascii("forcedtoo much"));
    }

    @Test
    void makes_each_call_fail_in_its_own_way() throws IOException {
        DurableFile file = durable("forced");
        failNext(Fault.ERROR);
        assertThatThrownBy(() -> write(file, 6, "1234")).hasMessageContaining("Input/output error");
        failNext(Fault.NO_SPACE);
        assertThatThrownBy(() -> write(file, 6, "1234")).hasMessageContaining("No space left");
        assertThat(files.content(FILE)).isEqualTo(ascii("forced"));
        failNext(Fault.SHORT_WRITE);
        assertThatThrownBy(() -> write(file, 6, "1234")).hasMessageContaining("No space left");
        assertThat(files.content(FILE)).isEqualTo(ascii("forced12"));
        failNext(Fault.STOP_MIDWAY);
        assertThatThrownBy(() -> write(file, 8, "5678")).isInstanceOf(ProcessStoppedException.class);
        assertThat(files.content(FILE)).isEqualTo(ascii("forced1256"));
        assertThat(files.isStopped()).isTrue();
    }

    @Test
    void stops_before_or_after_a_call() throws IOException {
        files.createDirectories(DIRECTORY);
        files.failing(FaultPlan.atNth(Kind.CREATE, 1, Fault.STOP_BEFORE));
        assertThatThrownBy(() -> files.create(FILE)).isInstanceOf(ProcessStoppedException.class);
        CrashingFiles second = files.afterKill();
        assertThat(second.list(DIRECTORY)).isEmpty();

        second.failing(FaultPlan.atNth(Kind.CREATE, 1, Fault.STOP_AFTER));
        assertThatThrownBy(() -> second.create(FILE)).isInstanceOf(ProcessStoppedException.class);
        assertThat(second.afterKill().list(DIRECTORY)).containsExactly("events");
    }

    @Test
    void promises_nothing_of_a_force_during_which_the_power_failed() throws IOException {
        DurableFile file = durable("forced");
        write(file, 6, " more");
        files.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.POWER_CUT));

        assertThatThrownBy(file::force).isInstanceOf(ProcessStoppedException.class);

        assertThatThrownBy(files::afterKill).isInstanceOf(IllegalStateException.class);
        assertThat(files.afterPowerCut(new PowerCut(Survival.NOTHING, 1)).content(FILE))
                .isEqualTo(ascii("forced"));
        assertThat(files.afterPowerCut(new PowerCut(Survival.ALL, 1)).content(FILE))
                .isEqualTo(ascii("forced more"));
    }

    @Test
    void fails_for_ever_from_one_call_on() throws IOException {
        DurableFile file = durable("forced");
        files.failing(FaultPlan.fromThenOn(files.operations().size() + 1L, Fault.ERROR));

        write(file, 0, "F");

        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        assertThatThrownBy(file::size).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.list(DIRECTORY)).isInstanceOf(IOException.class);
    }

    @Test
    void counts_and_names_each_call() throws IOException {
        DurableFile file = durable("forced");
        assertThat(file.read(ByteBuffer.allocate(4), 1)).isEqualTo(4);

        assertThat(files.operations())
                .extracting(FileOperation::kind)
                .containsExactly(
                        Kind.CREATE_DIRECTORY,
                        Kind.FORCE_DIRECTORY,
                        Kind.CREATE,
                        Kind.WRITE,
                        Kind.FORCE,
                        Kind.FORCE_DIRECTORY,
                        Kind.READ);
        assertThat(files.operations()).extracting(FileOperation::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(files.bytesRead()).isEqualTo(4);
        assertThat(files.operations().get(3)).hasToString("operation 3, WRITE of " + FILE);
    }

    @Test
    void closes_a_handle_that_meets_an_interrupted_thread() throws IOException {
        DurableFile file = durable("forced");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> write(file, 0, "x")).isInstanceOf(ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(file::size).isInstanceOf(IOException.class);
        assertThat(files.openHandles()).isZero();
    }

    @Test
    void refuses_to_make_what_is_there_and_to_open_what_is_not_or_is_a_link() throws IOException {
        durable("forced");
        files.putLink(DIRECTORY.resolve("link"));

        assertThatThrownBy(() -> files.create(FILE)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> files.open(DIRECTORY.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files.open(DIRECTORY.resolve("link"))).isInstanceOf(IOException.class);
        assertThat(files.state(DIRECTORY.resolve("link")).orElseThrow().kind().name())
                .isEqualTo("LINK");
    }

    private void failNext(Fault fault) {
        files.failing(FaultPlan.once(files.operations().size(), fault));
    }

    private DurableFile durable(String content) throws IOException {
        files.createDirectories(DIRECTORY);
        DurableFile file = files.create(FILE);
        if (!content.isEmpty()) {
            write(file, 0, content);
        }
        file.force();
        files.forceDirectory(DIRECTORY);
        return file;
    }

    private static DurableFile write(DurableFile file, long offset, String text) throws IOException {
        file.write(ByteBuffer.wrap(ascii(text)), offset);
        return file;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
