package dev.diptych.contracts.suites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link DurableFiles}: what each call does, refuses, and promises about power cuts. */
public abstract class DurableFilesContract {
    private FilesFixture fixture;
    private DurableFiles files;
    private Path root;

    protected abstract FilesFixture newFixture();

    @BeforeEach
    void takeAFixture() {
        fixture = newFixture();
        files = fixture.files();
        root = fixture.root();
    }

    @AfterEach
    void giveTheFixtureBack() {
        fixture.close();
    }

    @Test
    void reads_what_was_written_where_it_was_written() throws IOException {
        try (DurableFile file = files.create(root.resolve("a"))) {
            write(file, 0, "hello");
            write(file, 3, "p, world");
            assertThat(file.size()).isEqualTo(11);
            assertThat(read(file, 0, 100)).isEqualTo("help, world");
            assertThat(read(file, 6, 3)).isEqualTo("wor");
            assertThat(file.read(ByteBuffer.allocate(1), 11)).isEqualTo(-1);
        }
        try (DurableFile again = files.openForReading(root.resolve("a"))) {
            assertThat(read(again, 0, 100)).isEqualTo("help, world");
        }
    }

    @Test
    void fills_a_gap_before_what_was_written_with_zeros() throws IOException {
        try (DurableFile file = files.create(root.resolve("a"))) {
            write(file, 2, "x");
            assertThat(read(file, 0, 10)).isEqualTo("\0\0x");
        }
    }

    @Test
    void cuts_a_file_and_never_lengthens_it() throws IOException {
        try (DurableFile file = files.create(root.resolve("a"))) {
            write(file, 0, "abcdef");
            file.truncate(4);
            file.force();
            assertThat(read(file, 0, 10)).isEqualTo("abcd");
            file.truncate(9);
            assertThat(file.size()).isEqualTo(4);
        }
    }

    @Test
    void refuses_to_make_a_file_that_is_there() throws IOException {
        make("a", "1");

        assertThatThrownBy(() -> files.create(root.resolve("a"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(content("a")).isEqualTo("1");
    }

    @Test
    void refuses_to_open_what_is_not_there() {
        assertThatThrownBy(() -> files.open(root.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files.openForReading(root.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refuses_to_write_through_a_handle_for_reading() throws IOException {
        make("a", "1");
        try (DurableFile file = files.openForReading(root.resolve("a"))) {
            assertThatThrownBy(() -> write(file, 0, "2")).isInstanceOf(NonWritableChannelException.class);
        }
        assertThat(content("a")).isEqualTo("1");
    }

    @Test
    void opens_a_file_that_is_there_for_writing() throws IOException {
        make("a", "123");
        try (DurableFile file = files.open(root.resolve("a"))) {
            write(file, 3, "4");
        }
        assertThat(content("a")).isEqualTo("1234");
    }

    @Test
    void never_follows_a_link_in_the_last_part_of_a_path() throws IOException {
        make("target", "1");
        fixture.putLink(root.resolve("link"), root.resolve("target"));

        assertThatThrownBy(() -> files.open(root.resolve("link"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.openForReading(root.resolve("link"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.create(root.resolve("link"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.tryLock(root.resolve("link"))).isInstanceOf(IOException.class);
        assertThat(files.state(root.resolve("link")).map(FileState::kind)).contains(FileState.Kind.LINK);
        files.delete(root.resolve("link"));
        assertThat(content("target")).isEqualTo("1");
    }

    @Test
    void says_what_lies_at_a_path() throws IOException {
        make("a", "123");
        files.createDirectories(root.resolve("d"));

        FileState file = files.state(root.resolve("a")).orElseThrow();
        assertThat(file.kind()).isEqualTo(FileState.Kind.FILE);
        assertThat(file.size()).isEqualTo(3);
        assertThat(files.state(root.resolve("d")).map(FileState::kind)).contains(FileState.Kind.DIRECTORY);
        assertThat(files.state(root.resolve("none"))).isEmpty();
    }

    @Test
    void gives_one_file_one_identity_and_another_file_another() throws IOException {
        make("a", "1");
        make("b", "1");
        String identity = files.state(root.resolve("a")).orElseThrow().identity();

        try (DurableFile file = files.open(root.resolve("a"))) {
            assertThat(file.identity()).isEqualTo(identity);
            files.rename(root.resolve("b"), root.resolve("a"));
            assertThat(file.identity()).isEqualTo(identity);
        }
        assertThat(files.state(root.resolve("a")).orElseThrow().identity()).isNotEqualTo(identity);
    }

    @Test
    void replaces_by_renaming() throws IOException {
        make("old", "1");
        make("new", "2");

        files.rename(root.resolve("new"), root.resolve("old"));

        assertThat(files.list(root)).containsExactly("old");
        assertThat(content("old")).isEqualTo("2");
        assertThatThrownBy(() -> files.rename(root.resolve("none"), root.resolve("old")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void lists_names_in_order_and_none_where_there_is_no_directory() throws IOException {
        make("b", "");
        make("a", "");
        files.createDirectories(root.resolve("c").resolve("d"));

        assertThat(files.list(root)).containsExactly("a", "b", "c");
        assertThat(files.list(root.resolve("c"))).containsExactly("d");
        assertThat(files.list(root.resolve("none"))).isEmpty();
    }

    @Test
    void deletes_what_is_there_and_does_nothing_where_there_is_nothing() throws IOException {
        make("a", "");
        files.delete(root.resolve("a"));
        files.delete(root.resolve("a"));

        assertThat(files.list(root)).isEmpty();
        make("a", "again");
        assertThat(content("a")).isEqualTo("again");
    }

    @Test
    void makes_missing_directories_and_leaves_those_that_are_there() throws IOException {
        Path deep = root.resolve("x").resolve("y");
        files.createDirectories(deep);
        make("x/y/a", "1");
        files.createDirectories(deep);

        assertThat(content("x/y/a")).isEqualTo("1");
        files.forceDirectory(deep);
    }

    @Test
    void gives_a_lock_to_one_holder_at_a_time() throws IOException {
        Path lock = root.resolve("lock");
        Closeable held = files.tryLock(lock).orElseThrow();

        assertThat(files.tryLock(lock)).isEmpty();
        assertThat(fixture.anotherProcess().tryLock(lock)).isEmpty();
        held.close();
        held.close();
        Closeable next = fixture.anotherProcess().tryLock(lock).orElseThrow();
        assertThat(files.tryLock(lock)).isEmpty();
        next.close();
        assertThat(files.state(lock).map(FileState::size)).contains(0L);
    }

    @Test
    void keeps_forced_bytes_under_a_forced_name_through_a_power_cut() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            takeAFixture();
            try (DurableFile file = files.create(root.resolve("a"))) {
                write(file, 0, "forced");
                file.force();
                files.forceDirectory(root);
                write(file, 6, " and not");
            }
            if (fixture.canCutPower()) {
                fixture.powerCut(seed);
                files = fixture.files();
            } else {
                int cut = seed;
                assertThatThrownBy(() -> fixture.powerCut(cut)).isInstanceOf(UnsupportedOperationException.class);
            }
            assertThat(content("a")).startsWith("forced");
            giveTheFixtureBack();
        }
    }

    private void make(String name, String text) throws IOException {
        try (DurableFile file = files.create(root.resolve(name))) {
            if (!text.isEmpty()) {
                write(file, 0, text);
            }
        }
    }

    private String content(String name) throws IOException {
        try (DurableFile file = files.openForReading(root.resolve(name))) {
            return read(file, 0, 1_000);
        }
    }

    private static void write(DurableFile file, long offset, String text) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(text.getBytes(UTF_8));
        file.write(source, offset);
        assertThat(source.hasRemaining()).isFalse();
    }

    private static String read(DurableFile file, long offset, int atMost) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(atMost);
        while (target.hasRemaining() && file.read(target, offset + target.position()) > 0) {
            assertThat(target.position()).isPositive();
        }
        return new String(target.array(), 0, target.position(), UTF_8);
    }
}
