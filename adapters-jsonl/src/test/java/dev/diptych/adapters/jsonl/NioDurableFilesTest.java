package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real file system behind the seam. */
final class NioDurableFilesTest {
    private final NioDurableFiles files = new NioDurableFiles();

    @TempDir
    Path directory;

    @Test
    void writes_reads_and_cuts_where_it_is_told() throws IOException {
        Path path = directory.resolve("file");
        try (DurableFile file = files.create(path)) {
            file.write(ByteBuffer.wrap("xx0123456789xx".getBytes(StandardCharsets.UTF_8), 2, 10), 0);
            file.write(
                    ByteBuffer.allocateDirect(2).put((byte) 'a').put((byte) 'b').flip(), 4);
            file.force();
            assertThat(file.size()).isEqualTo(10);
            file.truncate(8);
            file.force();
            assertThat(Files.readString(path)).isEqualTo("0123ab67");

            ByteBuffer some = ByteBuffer.allocate(6).position(2);
            assertThat(file.read(some, 3)).isEqualTo(4);
            assertThat(new String(some.array(), 2, 4, StandardCharsets.UTF_8)).isEqualTo("3ab6");
            ByteBuffer direct = ByteBuffer.allocateDirect(10);
            assertThat(file.read(direct, 5)).isEqualTo(3);
            assertThat(file.read(ByteBuffer.allocate(1), 8)).isEqualTo(-1);
        }
        try (DurableFile file = files.openForReading(path)) {
            assertThat(file.identity())
                    .isEqualTo(files.state(path).orElseThrow().identity());
            assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[1]), 0))
                    .isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void opens_only_what_is_there_and_makes_only_what_is_not() throws IOException {
        Path path = directory.resolve("file");

        assertThatThrownBy(() -> files.open(path)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files.openForReading(path)).isInstanceOf(NoSuchFileException.class);
        assertThat(path).doesNotExist();
        files.create(path).close();
        assertThatThrownBy(() -> files.create(path)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> files.open(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is not a regular file");
    }

    @Test
    void follows_no_link_in_the_last_part_of_a_path() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));

        assertThatThrownBy(() -> files.open(link)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> files.openForReading(link)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> files.create(dangling)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> files.tryLock(link)).hasMessageContaining("is a symbolic link");
        assertThat(files.state(link)).map(FileState::kind).contains(FileState.Kind.LINK);
        assertThat(target).hasContent("precious");
        assertThat(directory.resolve("nothing")).doesNotExist();
    }

    @Test
    void tells_the_state_of_every_kind_and_of_nothing() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "four");

        assertThat(files.state(file)).hasValueSatisfying(state -> {
            assertThat(state.kind()).isEqualTo(FileState.Kind.FILE);
            assertThat(state.size()).isEqualTo(4);
        });
        assertThat(files.state(directory)).map(FileState::kind).contains(FileState.Kind.DIRECTORY);
        assertThat(files.state(Path.of("/dev/null"))).map(FileState::kind).contains(FileState.Kind.OTHER);
        assertThat(files.state(directory.resolve("nothing"))).isEmpty();
        assertThat(files.list(directory)).containsExactly("file");
        assertThat(files.list(directory.resolve("nothing"))).isEmpty();
    }

    @Test
    void one_file_has_one_identity_and_another_of_its_name_has_another() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a");
        Path hard = Files.createLink(directory.resolve("hard"), file);
        String identity = files.state(file).orElseThrow().identity();

        assertThat(files.state(hard)).map(FileState::identity).contains(identity);
        Files.delete(file);
        Files.writeString(file, "a");
        assertThat(files.state(file)).map(FileState::identity).isNotEqualTo(Optional.of(identity));
    }

    @Test
    void renames_within_a_directory_and_replaces_what_is_there() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = Files.writeString(directory.resolve("to"), "old");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).resolve("to");

        assertThatThrownBy(() -> files.rename(from, elsewhere)).hasMessageContaining("is not in the same directory");
        files.rename(from, to);
        assertThat(to).hasContent("new");
        files.delete(to);
        files.delete(to);
        assertThat(files.list(directory)).containsExactly("elsewhere");
    }

    @Test
    void makes_missing_directories_and_leaves_those_that_are_there() throws IOException {
        Path deep = directory.resolve("a/b/c");
        files.createDirectories(deep);
        files.createDirectories(deep);
        assertThat(deep).isDirectory();

        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> files.createDirectories(file.resolve("below"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.createDirectories(file)).isInstanceOf(IOException.class);
    }

    @Test
    void gives_a_lock_to_one_holder_at_a_time_and_leaves_its_file_empty() throws IOException {
        Path path = directory.resolve("lock");
        Closeable lock = files.tryLock(path).orElseThrow();

        assertThat(NioDurableFiles.isHeldHere(path)).isTrue();
        assertThat(files.tryLock(path)).isEmpty();
        assertThat(new NioDurableFiles().tryLock(path)).isEmpty();
        assertThat(path).isEmptyFile();
        lock.close();
        assertThat(NioDurableFiles.isHeldHere(path)).isFalse();
        Closeable next = files.tryLock(path).orElseThrow();
        lock.close();
        assertThat(files.tryLock(path))
                .as("closing a lock twice gives up nobody else's")
                .isEmpty();
        next.close();
    }

    @Test
    void an_interrupted_thread_reads_writes_forces_and_locks_like_any_other() throws IOException {
        Thread.currentThread().interrupt();
        try (DurableFile file = files.create(directory.resolve("file"));
                Closeable lock = files.tryLock(directory.resolve("lock")).orElseThrow()) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.force();
            files.forceDirectory(directory);
            files.createDirectories(directory.resolve("a/b"));
            ByteBuffer back = ByteBuffer.allocate(3);
            assertThat(file.read(back, 0)).isEqualTo(3);
            assertThat(lock).isNotNull();
        } finally {
            assertThat(Thread.interrupted()).as("the flag is still set").isTrue();
        }
    }
}
