package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store where nothing can be written beside it. A directory without write permission does not stop the superuser, so
 * the reading is done in a process of its own, which has given that power up where it had it.
 */
final class ReadOnlyMediumTest {
    @TempDir
    Path directory;

    private Path medium;
    private Path file;
    private Path copies;

    @BeforeEach
    void directories() throws IOException {
        medium = Files.createDirectory(directory.resolve("medium"));
        copies = Files.createDirectory(directory.resolve("copies"));
        file = medium.resolve("store.db");
    }

    @AfterEach
    void writable_again() throws IOException {
        Files.setPosixFilePermissions(medium, PosixFilePermissions.fromString("rwx------"));
    }

    private void fillAndClose() {
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(SeededEvents.of(5), 20));
        }
    }

    /** As a killed process leaves it: the newest rows in the write-ahead log alone. */
    private void fillAndDie() {
        Path before = directory.resolve("before").resolve("store.db");
        try (QueryStore store = Stores.at(before).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(SeededEvents.of(5), 20));
            Stores.shellCommand("cp", before.toString(), before + "-wal", medium.toString());
        }
    }

    private String readInAnotherProcess(String options) throws Exception {
        Files.setPosixFilePermissions(medium, PosixFilePermissions.fromString("r-x------"));
        for (Path each : listed(medium)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r--------"));
        }
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                "sqlite:" + file + options));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output);
    }

    private static List<Path> listed(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** The other process. */
    static final class Reading {
        private Reading() {}

        public static void main(String[] arguments) {
            boolean writable = Files.isWritable(
                    Path.of(URI.create(arguments[0].replaceFirst("\\?.*", "")).getSchemeSpecificPart())
                            .getParent());
            StringBuilder said = new StringBuilder("writable " + writable + "\n");
            try (StoreReader reader = new SqliteAdapter()
                    .at(URI.create(arguments[0]), Stores.PAYLOADS, StoreOptions.OWN)
                    .openForReading()) {
                said.append("rows ").append(Stores.rows(reader).size()).append('\n');
                said.append("note ").append(reader.note().orElse("none")).append('\n');
            } catch (StoreFailedException refused) {
                said.append("refused ").append(refused.getMessage()).append('\n');
            }
            System.out.write(
                    said.toString().getBytes(StandardCharsets.UTF_8),
                    0,
                    said.toString().getBytes(StandardCharsets.UTF_8).length);
            System.out.flush();
        }
    }

    @Test
    void a_store_that_was_closed_is_read_as_one_that_does_not_change() throws Exception {
        fillAndClose();

        assertThat(readInAnotherProcess(""))
                .contains("writable false", "rows 20", "note nothing can be written beside the store");
        assertThat(listed(medium)).containsExactly(file);
    }

    @Test
    void a_store_with_a_write_ahead_log_is_read_whole_from_a_copy_that_is_cleared_away() throws Exception {
        fillAndDie();

        assertThat(readInAnotherProcess("?copyDirectory=" + copies))
                .contains("writable false", "rows 20", "a temporary copy of it and its write-ahead log was read");
        assertThat(listed(copies)).isEmpty();
        assertThat(listed(medium))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("store.db", "store.db-wal");
    }

    @Test
    void without_a_place_for_the_copy_the_write_ahead_log_is_not_passed_over_in_silence() throws Exception {
        fillAndDie();

        assertThat(readInAnotherProcess(""))
                .contains("writable false", "refused", "has a write-ahead log", "?copyDirectory=")
                .doesNotContain("rows");
    }

    @Test
    void a_store_that_this_process_has_open_is_not_copied() {
        fillAndClose();
        SqliteDatabase database = SqliteDatabase.locate(SqliteLocation.at(file));
        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(store.highestSequence().value()).isEqualTo(20);
            assertThatThrownBy(() -> ReadableCopy.of(database, copies))
                    .isInstanceOf(StoreFailedException.class)
                    .hasMessageContaining("while this process has it open");
        }
        assertThat(copies).isEmptyDirectory();
    }
}
