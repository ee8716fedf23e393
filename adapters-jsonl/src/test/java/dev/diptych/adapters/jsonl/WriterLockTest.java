package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer at a time: in this process, in another one, through links, and when somebody meddles with the files. */
final class WriterLockTest {
    private final Batches batches = Batches.ofOneLedger();
    private Process child;

    @TempDir
    Path parent;

    @AfterEach
    void endTheChild() throws InterruptedException {
        if (child != null) {
            child.destroyForcibly().waitFor();
        }
    }

    /** Takes the log, says so, and holds it until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            DurableLog log = Logs.open(Logs.at(Path.of(arguments[0])), StoreMemory.UNBORN);
            log.append(Batches.ofOneLedger().next(2));
            System.out.println("held");
            System.out.flush();
            System.in.read();
        }
    }

    @Test
    void a_second_opener_in_this_process_is_refused_at_once_and_told_who_holds_it() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);

        LogRefusal.Locked locked = Logs.refused(Logs.at(parent), StoreMemory.UNBORN, LogRefusal.Locked.class);

        long pid = ProcessHandle.current().pid();
        assertThat(locked.pid()).isEqualTo(OptionalLong.of(pid));
        assertThat(locked.message())
                .isEqualTo("the log " + parent.resolve("log") + " is held by process " + pid
                        + ", and has one writer at a time. Nothing was changed. Next: wait until it ends, or stop it"
                        + " (diptych status --dir " + parent + ")");
        log.append(batches.next(1));
        log.close(StoreLeft.CLOSED_PROPERLY);
        Logs.open(Logs.at(parent), StoreMemory.NONE).close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void a_second_opener_that_comes_through_a_link_is_refused_too() throws IOException {
        Path ledger = Files.createDirectory(parent.resolve("ledger"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), ledger);
        DurableLog log = Logs.open(Logs.at(ledger), StoreMemory.UNBORN);

        Logs.refused(Logs.at(link), StoreMemory.UNBORN, LogRefusal.Locked.class);
        log.append(batches.next(1));
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void a_log_held_by_another_process_is_refused_and_free_again_when_that_is_killed() throws Exception {
        child = hold();

        LogRefusal.Locked locked = Logs.refused(Logs.at(parent), StoreMemory.NONE, LogRefusal.Locked.class);
        assertThat(locked.pid()).isEqualTo(OptionalLong.of(child.pid()));
        assertThat(locked.message()).contains("is held by process " + child.pid());
        try (LogReader reader = Logs.at(parent).openForReading()) {
            assertThat(reader.left().holder())
                    .hasValueSatisfying(holder -> assertThat(holder.pid()).isEqualTo(child.pid()));
            child.destroyForcibly().waitFor();
            assertThat(reader.left().holder()).isEmpty();
            assertThat(reader.left().cleanly()).isFalse();
        }
        var opened = Logs.opened(Logs.at(parent), StoreMemory.NONE);
        assertThat(opened.report().left().cleanly()).isFalse();
        assertThat(opened.report().rewritten()).isPresent();
        assertThat(Logs.read(opened.log())).isEqualTo(batches.next(2));
        opened.log().close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void a_refused_opener_in_this_process_does_not_drop_the_lock_that_keeps_other_processes_out() throws Exception {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        Logs.refused(Logs.at(parent), StoreMemory.UNBORN, LogRefusal.Locked.class);
        try (LogReader reader = Logs.at(parent).openForReading()) {
            assertThat(reader.left().holder()).isPresent();
        }

        child = start();
        assertThat(child.waitFor()).isNotZero();
        assertThat(new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Locked");
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void appends_stop_when_the_lock_is_deleted() throws IOException {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        log.append(batches.next(1));
        Files.delete(parent.resolve("lock"));

        assertReplaced(log, "the lock " + parent.resolve("lock") + " is gone");
        assertThat(Files.size(segment(1))).isEqualTo(Batches.bytes(batches.all().subList(0, 1)).length);
    }

    @Test
    void appends_stop_when_the_segment_is_deleted_replaced_cut_or_grown() throws IOException {
        DurableLog deleted = Logs.open(Logs.at(parent.resolve("a")), StoreMemory.UNBORN);
        deleted.append(batches.next(1));
        Files.delete(parent.resolve("a/log").resolve(segment(1).getFileName()));
        assertReplaced(deleted, "segment 00000000000000000001.jsonl is gone");

        DurableLog replaced = Logs.open(Logs.at(parent.resolve("b")), StoreMemory.UNBORN);
        replaced.append(batches.all());
        Path original = parent.resolve("b/log").resolve(segment(1).getFileName());
        Path copy = Files.copy(original, parent.resolve("b/copy"));
        Files.move(copy, original, StandardCopyOption.REPLACE_EXISTING);
        assertReplaced(replaced, "segment 00000000000000000001.jsonl is another file (expected ");

        DurableLog grown = Logs.open(Logs.at(parent.resolve("c")), StoreMemory.UNBORN);
        grown.append(batches.all());
        Files.write(parent.resolve("c/log").resolve(segment(1).getFileName()), new byte[] {1});
        assertReplaced(grown, "segment 00000000000000000001.jsonl has another length (expected ");
    }

    @Test
    void links_at_the_log_a_segment_the_lock_and_the_quarantine_are_not_followed() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Path file = Files.writeString(parent.resolve("file"), "precious");

        Path a = Files.createDirectory(parent.resolve("a"));
        Files.createSymbolicLink(a.resolve("log"), elsewhere);
        assertThatThrownBy(() -> Logs.open(Logs.at(a), StoreMemory.UNBORN))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("is a symbolic link, which is not followed");
        assertThatThrownBy(() -> Logs.at(a).openForReading()).isInstanceOf(LogUnavailableException.class);

        Path b = Files.createDirectory(parent.resolve("b"));
        Files.createSymbolicLink(b.resolve("lock"), file);
        assertThatThrownBy(() -> Logs.open(Logs.at(b), StoreMemory.UNBORN))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("is a symbolic link, which is not followed");

        Path c = Files.createDirectories(parent.resolve("c/log")).getParent();
        Files.createSymbolicLink(c.resolve("log").resolve(segment(1).getFileName()), file);
        LogRefusal.ForeignFiles foreign = Logs.refused(Logs.at(c), StoreMemory.UNBORN, LogRefusal.ForeignFiles.class);
        assertThat(foreign.names()).containsExactly("00000000000000000001.jsonl");

        Path d = Files.createDirectories(parent.resolve("d/log")).getParent();
        Files.writeString(d.resolve("log").resolve(segment(1).getFileName()), "torn");
        Files.createSymbolicLink(d.resolve("quarantine"), elsewhere);
        assertThatThrownBy(() -> Logs.open(Logs.at(d), StoreMemory.UNBORN))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("is a symbolic link, which is not followed");
        assertThat(d.resolve("log").resolve(segment(1).getFileName())).hasContent("torn");

        assertThat(file).hasContent("precious");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void what_is_foreign_in_the_log_is_named_and_nothing_is_changed() throws IOException {
        Logs.write(Logs.at(parent), List.of(batches.next(1)));
        Files.writeString(parent.resolve("log/notes.txt"), "hello");
        Files.writeString(parent.resolve("log/1.jsonl"), "");
        Files.createDirectory(parent.resolve("log/sub"));
        Files.writeString(parent.resolve("log/half.tmp"), "");
        byte[] writer = Files.readAllBytes(parent.resolve("writer"));

        LogRefusal.ForeignFiles foreign =
                Logs.refused(Logs.at(parent), StoreMemory.NONE, LogRefusal.ForeignFiles.class);

        assertThat(foreign.names()).containsExactly("1.jsonl", "notes.txt", "sub");
        assertThat(foreign.message())
                .isEqualTo("the log " + parent.resolve("log") + " holds what is no segment: expected only names such as"
                        + " 00000000000000000001.jsonl, found 1.jsonl, notes.txt, sub. Nothing was changed. Next: move"
                        + " them elsewhere (diptych verify --dir " + parent + ")");
        assertThat(Files.readAllBytes(parent.resolve("writer"))).isEqualTo(writer);
    }

    private void assertReplaced(DurableLog log, String what) {
        Batches behind = Batches.ofOneLedger();
        behind.next(1);
        var next = behind.next(1);
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> log.append(next))
                    .isInstanceOf(LogReplacedException.class)
                    .hasMessageContaining("is no longer the log that was opened: " + what)
                    .hasMessageEndingWith(". Nothing was written from sequence 2 on, and nothing will be. Next: put the"
                            + " log back, then open it again");
        }
        assertThat(log.isPoisoned()).isTrue();
        log.close(StoreLeft.NOT_KNOWN);
    }

    private Path segment(long first) {
        return parent.resolve("log").resolve(Segment.beginningAt(first).name());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        parent.toString())
                .start();
    }

    private Process hold() throws IOException {
        Process process = start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine())
                .as(() -> {
                    try {
                        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException failed) {
                        return failed.toString();
                    }
                })
                .isEqualTo("held");
        return process;
    }
}
