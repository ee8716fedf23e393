package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FaultyFiles;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of checkpoints when calls fail, processes die and the power goes. */
final class FileSinkTest {
    private static final String FIRST = "origin\n1\nroot\n\n— origin c2lnbmF0dXJl\n";
    private static final String SECOND =
            "origin\n2\nr%s\n\n— origin c2lnbmF0dXJl\n— witness c2lnbmF0dXJl\n".replace("%s", "o".repeat(300));
    private static final Path PLACE = Path.of("/elsewhere");
    private static final Path FILE = PLACE.resolve("checkpoints");

    @TempDir
    Path directory;

    @Test
    void makes_a_file_for_its_owner_alone_and_says_where_in_it_the_checkpoint_is() throws IOException {
        Path file = directory.resolve("checkpoints");
        FileSink sink = new FileSink(new NioDurableFiles(), file);

        assertThat(sink.anchor(FIRST)).isEqualTo(file + ", from byte 0 on");
        assertThat(sink.anchor(SECOND)).isEqualTo(file + ", from byte " + bytes(FIRST).length + " on");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo(FIRST + SECOND);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR", "NO_SPACE", "SHORT_WRITE"})
    void keeps_what_it_had_at_every_call_that_fails_and_the_new_one_once_it_can(Fault fault) throws IOException {
        for (String before : List.of("", FIRST)) {
            int calls = callsOfOneAnchor(before);
            int refused = 0;
            for (int call = 0; call < calls; call++) {
                CrashingFiles files = holding(before);
                files.failing(FaultPlan.once(files.operations().size() + call, fault));
                try {
                    new FileSink(files, FILE).anchor(SECOND);
                    assertThat(contentOf(files)).as("call %d", call).isEqualTo(before + SECOND);
                } catch (AnchorFailedException failed) {
                    refused++;
                    assertThat(failed).hasMessageContaining(FILE.toString()).hasMessageContaining("Next: ");
                    assertThat(contentOf(files)).as("call %d", call).isEqualTo(before);
                }
                new FileSink(files, FILE).anchor(SECOND);
                assertThat(contentOf(files)).as("call %d", call).isEqualTo(before + SECOND);
                assertThat(files.openHandles()).isLessThanOrEqualTo(1);
            }
            assertThat(refused).isBetween(6, calls);
        }
    }

    @Test
    void says_so_when_what_was_written_cannot_be_taken_back_and_what_to_do_next_time() throws IOException {
        CrashingFiles files = holding(FIRST);
        files.failing(
                FaultPlan.always(Kind.WRITE, Fault.SHORT_WRITE).and(FaultPlan.always(Kind.TRUNCATE, Fault.ERROR)));

        assertThatThrownBy(() -> new FileSink(files, FILE).anchor(SECOND))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("could not be taken back, and may be there in part");
        files.failing(FaultPlan.NONE);
        assertThatThrownBy(() -> new FileSink(files, FILE).anchor(SECOND))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageEndingWith("truncate -s " + bytes(FIRST).length + " " + FILE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void never_loses_a_checkpoint_to_a_power_cut_and_goes_on_or_says_where_to_cut(long seed) throws IOException {
        for (String before : List.of("", FIRST)) {
            int calls = callsOfOneAnchor(before);
            for (int call = 0; call <= calls; call++) {
                CrashingFiles files = holding(before);
                files.failing(FaultPlan.once(files.operations().size() + call, Fault.POWER_CUT));
                boolean kept = anchored(files);
                CrashingFiles after = files.afterPowerCut(PowerCut.seeded(seed));
                assertThat(contentOf(after)).startsWith(before);
                if (kept) {
                    assertThat(contentOf(after)).isEqualTo(before + SECOND);
                }
                goesOnOrSaysWhereToCut(after, before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STOP_BEFORE", "STOP_MIDWAY", "STOP_AFTER"})
    void never_loses_a_checkpoint_when_the_process_is_killed(Fault fault) throws IOException {
        for (String before : List.of("", FIRST)) {
            int calls = callsOfOneAnchor(before);
            for (int call = 0; call < calls; call++) {
                CrashingFiles files = holding(before);
                files.failing(FaultPlan.once(files.operations().size() + call, fault));
                assertThat(anchored(files)).isFalse();
                CrashingFiles after = files.afterKill();
                assertThat(contentOf(after)).startsWith(before);
                assertThat(before + SECOND).startsWith(contentOf(after));
                goesOnOrSaysWhereToCut(after, before);
            }
        }
    }

    @Test
    void refuses_a_file_of_something_else_and_leaves_it_alone() throws IOException {
        for (String content : List.of("something else\n", "\n", "— no line end", FIRST + "origin\n", FIRST + "\n")) {
            CrashingFiles files = holding("");
            files.put(FILE, bytes(content));

            assertThatThrownBy(() -> new FileSink(files, FILE).anchor(SECOND))
                    .isInstanceOf(AnchorFailedException.class)
                    .hasMessageContaining("expected a whole one at its end, byte " + bytes(content).length);
            assertThat(contentOf(files)).isEqualTo(content);
        }
    }

    @Test
    void follows_no_link_and_makes_no_directory() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("target"));
        Files.writeString(directory.resolve("target"), FIRST);

        assertThatThrownBy(() -> new FileSink(new NioDurableFiles(), link).anchor(SECOND))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("is a symbolic link");
        Path deep = directory.resolve("missing").resolve("checkpoints");
        assertThatThrownBy(() -> new FileSink(new NioDurableFiles(), deep).anchor(SECOND))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("NoSuchFileException " + directory.resolve("missing"));
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void tells_a_second_writer_that_there_is_a_first() throws IOException {
        Path file = directory.resolve("checkpoints");
        DurableFiles files = FaultyFiles.over(new NioDurableFiles());
        try (Closeable first =
                files.tryLock(directory.resolve("checkpoints.lock")).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> new FileSink(files, file).anchor(FIRST))
                    .isInstanceOf(AnchorFailedException.class)
                    .hasMessageContaining("another process writes to it")
                    .hasMessageContaining("Next: ");
        }
        assertThat(new FileSink(files, file).anchor(FIRST)).startsWith(file.toString());
    }

    private static void goesOnOrSaysWhereToCut(CrashingFiles files, String before) throws IOException {
        FileSink sink = new FileSink(files, FILE);
        try {
            sink.anchor(SECOND);
        } catch (AnchorFailedException torn) {
            assertThat(torn)
                    .hasMessageContaining(
                            bytes(before).length > 0
                                    ? "truncate -s " + bytes(before).length + " " + FILE
                                    : "remove it if it has nothing but the beginning of a checkpoint");
            if (before.isEmpty()) {
                files.remove(FILE);
            } else {
                files.put(FILE, bytes(before));
            }
            sink.anchor(SECOND);
        }
        assertThat(contentOf(files)).startsWith(before).endsWith(SECOND);
    }

    private static boolean anchored(CrashingFiles files) {
        try {
            new FileSink(files, FILE).anchor(SECOND);
            return true;
        } catch (AnchorFailedException stopped) {
            return false;
        }
    }

    private static int callsOfOneAnchor(String before) throws IOException {
        CrashingFiles files = holding(before);
        int calls = files.operations().size();
        new FileSink(files, FILE).anchor(SECOND);
        return files.operations().size() - calls;
    }

    private static CrashingFiles holding(String content) throws IOException {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        files.createDirectories(PLACE);
        if (!content.isEmpty()) {
            new FileSink(files, FILE).anchor(content);
        }
        return files;
    }

    private static String contentOf(CrashingFiles files) {
        return files.namesIn(PLACE).contains("checkpoints")
                ? new String(files.content(FILE), StandardCharsets.UTF_8)
                : "";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
