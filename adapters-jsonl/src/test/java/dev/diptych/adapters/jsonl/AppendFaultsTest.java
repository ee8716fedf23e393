package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FaultyFiles;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an append answers, in which words, when a call on a real file fails. */
final class AppendFaultsTest {
    private final Batches batches = Batches.ofOneLedger();
    private final FaultyFiles files = FaultyFiles.over(new NioDurableFiles());
    private DurableLog log;
    private byte[] before;

    @TempDir
    Path parent;

    @BeforeEach
    void openWithOneBatch() throws IOException {
        log = Logs.open(Logs.at(files, parent, 4_000), StoreMemory.UNBORN);
        log.append(batches.next(2));
        before = Files.readAllBytes(segment(1));
    }

    @Test
    void a_full_disk_is_said_and_the_log_goes_on_when_there_is_room() throws IOException {
        List<SealedEvent> next = batches.next(1);
        files.failing(FaultPlan.always(Kind.WRITE, Fault.SHORT_WRITE));

        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> log.append(next))
                    .isInstanceOf(LogNotWrittenException.class)
                    .hasMessageStartingWith("the batch at sequence 3 was not written to the log "
                            + parent.resolve("log") + ": No space left on device")
                    .hasMessageEndingWith(
                            ". The log ends where it did. Next: see that there is room and that the medium"
                                    + " is sound, then append again")
                    .hasCauseInstanceOf(IOException.class);
            assertThat(Files.readAllBytes(segment(1))).isEqualTo(before);
        }
        files.failing(FaultPlan.NONE);
        assertThat(log.append(next)).isEqualTo(batches.head());
        assertThat(Logs.read(log)).isEqualTo(batches.all());
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void where_cutting_back_fails_too_the_log_is_poisoned_and_both_failures_are_told() {
        List<SealedEvent> next = batches.next(1);
        files.failing(
                FaultPlan.always(Kind.WRITE, Fault.SHORT_WRITE).and(FaultPlan.always(Kind.TRUNCATE, Fault.ERROR)));

        assertThatThrownBy(() -> log.append(next))
                .isInstanceOf(LogOutcomeUnknownException.class)
                .hasMessageContaining("whether the batch behind sequence 2 is durable in the log "
                        + parent.resolve("log") + " is not known: writing failed (No space left on device")
                .hasMessageContaining("), and cutting back to byte " + before.length + " of segment "
                        + "00000000000000000001.jsonl failed too: Input/output error")
                .hasMessageEndingWith(". Nothing more will be written. Next: close it and open it again to find out")
                .satisfies(unknown -> assertThat(unknown.getSuppressed()).hasSize(1));
        assertPoisoned(next);
    }

    @Test
    void a_force_that_failed_is_never_tried_again() {
        List<SealedEvent> next = batches.next(1);
        files.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.ERROR));

        assertThatThrownBy(() -> log.append(next))
                .isInstanceOf(LogOutcomeUnknownException.class)
                .hasMessageContaining("forcing segment 00000000000000000001.jsonl failed: Input/output error");

        int calls = files.operations().size();
        assertPoisoned(next);
        assertThat(files.operations().subList(calls, files.operations().size()))
                .as("changes after the log was poisoned")
                .noneMatch(operation -> operation.kind().changes());
        log.close(StoreLeft.CLOSED_PROPERLY);
        var again = Logs.opened(Logs.at(parent), Logs.storeWith(batches, 2));
        assertThat(again.report().left().cleanly()).isFalse();
        assertThat(again.report().left().storeClosed()).isTrue();
        assertThat(again.report().rewritten()).contains(next.get(0).batch());
        assertThat(Logs.read(again.log())).isEqualTo(batches.all());
        again.log().close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void a_segment_that_cannot_be_made_leaves_the_log_as_it_was() throws IOException {
        List<SealedEvent> next = batches.next(1, Batches.payloadOf(4_000));
        files.failing(FaultPlan.atNth(Kind.CREATE, 1, Fault.NO_SPACE));

        assertThatThrownBy(() -> log.append(next))
                .isInstanceOf(LogNotWrittenException.class)
                .hasMessageContaining("segment 00000000000000000003.jsonl could not be made: No space left on device");
        assertThat(log.isPoisoned()).isFalse();
        assertThat(Files.readAllBytes(segment(1))).isEqualTo(before);
        log.append(next);
        assertThat(Files.readAllBytes(segment(3))).isEqualTo(Batches.bytes(next));
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void a_segment_whose_name_cannot_be_forced_is_not_written_to_and_the_log_is_poisoned() throws IOException {
        List<SealedEvent> next = batches.next(1, Batches.payloadOf(4_000));
        files.failing(FaultPlan.atNth(Kind.FORCE_DIRECTORY, 1, Fault.ERROR));

        assertThatThrownBy(() -> log.append(next))
                .isInstanceOf(LogNotWrittenException.class)
                .hasMessageContaining("forcing the directory of segment 00000000000000000003.jsonl failed:")
                .hasMessageEndingWith("Next: close it and open it again");
        assertPoisoned(next);
        assertThat(segment(3)).isEmptyFile();
        log.close(StoreLeft.NOT_KNOWN);
        DurableLog again = Logs.open(Logs.at(files, parent, 4_000), Logs.storeWith(batches, 2));
        again.append(next);
        assertThat(Logs.read(again)).isEqualTo(batches.all());
        again.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void an_append_is_one_write_and_one_force_whatever_the_number_of_events() {
        List<SealedEvent> next = batches.next(2);
        int calls = files.operations().size();

        log.append(next);

        var made = files.operations().subList(calls, files.operations().size());
        assertThat(made)
                .extracting(operation -> operation.kind())
                .filteredOn(Kind::changes)
                .containsExactly(Kind.WRITE, Kind.FORCE);
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void how_a_log_was_left_that_could_not_be_recorded_is_told_and_the_lock_is_free() {
        files.failing(FaultPlan.always(Kind.RENAME, Fault.NO_SPACE));

        assertThatThrownBy(() -> log.close(StoreLeft.CLOSED_PROPERLY))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageStartingWith(
                        "the log " + parent.resolve("log") + " was closed, but how it was left could not"
                                + " be recorded in " + parent.resolve("writer") + ": No space left on device");
        var again = Logs.opened(Logs.at(parent), StoreMemory.NONE);
        assertThat(again.report().left().cleanly()).isFalse();
        assertThat(Logs.read(again.log())).isEqualTo(batches.all());
        again.log().close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void interrupts_before_and_during_appends_and_reads_change_nothing() throws InterruptedException {
        Thread appender = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread disturber = new Thread(() -> {
            while (!done.get()) {
                appender.interrupt();
                Thread.onSpinWait();
            }
        });
        disturber.start();
        for (int i = 0; i < 100; i++) {
            log.append(batches.next(1 + i % 3));
            assertThat(log.find(batches.head().sequence())).isPresent();
        }
        assertThat(Logs.read(log)).isEqualTo(batches.all());
        log.close(StoreLeft.CLOSED_PROPERLY);
        DurableLog again = Logs.open(Logs.at(parent), Logs.storeWith(batches, 5));
        done.set(true);
        while (disturber.isAlive()) {
            Thread.interrupted();
            Thread.onSpinWait();
        }
        Thread.interrupted();
        assertThat(Logs.read(again)).isEqualTo(batches.all());
        again.close(StoreLeft.CLOSED_PROPERLY);
    }

    private void assertPoisoned(List<SealedEvent> next) {
        assertThat(log.isPoisoned()).isTrue();
        assertThatThrownBy(() -> log.append(next))
                .isInstanceOf(LogNotWrittenException.class)
                .hasMessageStartingWith("the log " + parent.resolve("log") + " is poisoned, because ")
                .hasMessageEndingWith(". Nothing was written. Next: close it and open it again");
        assertThat(log.head()).contains(batches.headAt(2));
        assertThat(Logs.read(log)).hasSize(2);
    }

    private Path segment(long first) {
        return parent.resolve("log").resolve(Segment.beginningAt(first).name());
    }
}
