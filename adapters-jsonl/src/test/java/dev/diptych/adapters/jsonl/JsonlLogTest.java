package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogProvider.LogPresence;
import dev.diptych.ports.driven.OutOfSequenceException;
import dev.diptych.ports.driven.StoreMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending to a log and reading it, on real files. */
final class JsonlLogTest {
    private static final String FIRST = "00000000000000000001.jsonl";

    private final Batches batches = Batches.ofOneLedger();

    @TempDir
    Path parent;

    @Test
    void writes_the_lines_of_a_batch_as_they_are_and_reads_them_back() throws IOException {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        log.append(batches.next(3));
        log.append(batches.next(1));

        assertThat(Files.readString(parent.resolve("log").resolve(FIRST))).isEqualTo(Batches.text(batches.all()));
        assertThat(Logs.read(log)).isEqualTo(batches.all());
        assertThat(log.head()).contains(batches.head());
        assertThat(log.ledgerId()).contains(new LedgerId(batches.all().get(0).previousHash()));
        log.close(StoreLeft.CLOSED_PROPERLY);
        assertThat(Logs.read(Logs.at(parent))).isEqualTo(batches.all());
    }

    @Test
    void an_unborn_log_has_no_ledger_no_head_and_the_beginning_as_its_position() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);

        assertThat(log.ledgerId()).isEmpty();
        assertThat(log.head()).isEmpty();
        assertThat(log.position()).isEqualTo(new LogPosition(FIRST + ":0"));
        assertThat(Logs.read(log)).isEmpty();
        assertThat(log.find(Sequence.FIRST)).isEmpty();
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void position_is_behind_the_newest_line() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        List<SealedEvent> batch = batches.next(2);
        log.append(batch);

        assertThat(log.position()).isEqualTo(new LogPosition(FIRST + ":" + Batches.bytes(batch).length));
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void rolls_before_a_batch_that_would_take_the_segment_past_its_size() throws IOException {
        List<SealedEvent> first = batches.next(2);
        List<SealedEvent> second = batches.next(2);
        List<SealedEvent> third = batches.next(1);
        long size = (long) Batches.bytes(first).length + Batches.bytes(second).length;
        DurableLog log = Logs.open(Logs.at(new NioDurableFiles(), parent, size), StoreMemory.UNBORN);
        log.append(first);
        log.append(second);
        log.append(third);

        assertThat(names()).containsExactly(FIRST, "00000000000000000005.jsonl");
        assertThat(Files.readString(parent.resolve("log").resolve("00000000000000000005.jsonl")))
                .isEqualTo(Batches.text(third));
        assertThat(Logs.read(log)).isEqualTo(batches.all());
        assertThat(Logs.read(log, Sequence.of(3))).isEqualTo(batches.all().subList(3, 5));
        assertThat(log.position().text()).isEqualTo("00000000000000000005.jsonl:" + Batches.bytes(third).length);
        log.close(StoreLeft.CLOSED_PROPERLY);
        assertThat(Logs.read(Logs.at(parent))).isEqualTo(batches.all());
    }

    @Test
    void a_batch_larger_than_a_segment_gets_one_of_its_own_and_is_never_split() throws IOException {
        DurableLog log = Logs.open(Logs.at(new NioDurableFiles(), parent, 1), StoreMemory.UNBORN);
        log.append(batches.next(3));
        log.append(batches.next(2));

        assertThat(names()).containsExactly(FIRST, "00000000000000000004.jsonl");
        assertThat(Logs.read(log)).isEqualTo(batches.all());
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void finds_every_event_by_its_sequence_across_segments() {
        DurableLog log = Logs.open(Logs.at(new NioDurableFiles(), parent, 40_000), StoreMemory.UNBORN);
        for (int i = 0; i < 40; i++) {
            log.append(batches.next(1 + i % 7, Batches.payloadOf(i * 100)));
        }

        for (SealedEvent event : batches.all()) {
            assertThat(log.find(event.sequence())).contains(event);
            assertThat(Logs.read(log, event.sequence()))
                    .isEqualTo(batches.all()
                            .subList((int) event.sequenceValue(), batches.all().size()));
        }
        assertThat(log.find(batches.head().sequence().next())).isEmpty();
        assertThat(log.find(Sequence.NONE)).isEmpty();
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void a_cursor_sees_what_is_appended_while_it_walks() {
        DurableLog log = Logs.open(Logs.at(new NioDurableFiles(), parent, 2_000), StoreMemory.UNBORN);
        log.append(batches.next(1));
        try (var cursor = log.after(Sequence.NONE)) {
            assertThat(cursor.advance()).isTrue();
            log.append(batches.next(9));
            for (SealedEvent event : batches.all().subList(1, 10)) {
                assertThat(cursor.advance()).isTrue();
                assertThat(cursor.event()).isEqualTo(event);
            }
            assertThat(cursor.advance()).isFalse();
        }
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void refuses_a_batch_that_skips_a_sequence_and_keeps_its_head() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        log.append(batches.next(2));
        batches.next(1);
        List<SealedEvent> skipping = batches.next(1);

        assertThatThrownBy(() -> log.append(skipping))
                .isInstanceOf(OutOfSequenceException.class)
                .hasMessage("the batch does not continue the log, which ends at sequence 2: expected sequence 3, found"
                        + " sequence 4. Nothing was written. Next: seal the batch behind the log's head");
        assertThat(log.head()).contains(batches.headAt(2));
        assertThat(Logs.read(log)).hasSize(2);
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void refuses_a_batch_that_links_elsewhere_a_part_of_a_batch_and_no_batch_at_all() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        Batches other = batches.fork();
        log.append(batches.next(1));
        other.next(1, "2");
        List<SealedEvent> elsewhere = other.next(1);
        List<SealedEvent> three = batches.next(3);

        assertThatThrownBy(() -> log.append(elsewhere))
                .isInstanceOf(OutOfSequenceException.class)
                .hasMessageContaining(
                        "expected previous hash " + batches.headAt(1).hash());
        assertThatThrownBy(() -> log.append(three.subList(0, 2)))
                .isInstanceOf(OutOfSequenceException.class)
                .hasMessageContaining("expected batch 2-3 at sequence 2, found batch 2-4");
        assertThatThrownBy(() -> log.append(List.of())).isInstanceOf(OutOfSequenceException.class);
        assertThat(Logs.read(log)).hasSize(1);
        log.append(three);
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void after_close_every_method_but_close_refuses() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        log.close(StoreLeft.CLOSED_PROPERLY);
        log.close(StoreLeft.CLOSED_PROPERLY);

        assertThatThrownBy(log::head).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::ledgerId).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::position).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::isPoisoned).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.find(Sequence.FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.after(Sequence.NONE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.append(batches.next(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makes_files_for_their_owner_alone() throws IOException {
        DurableLog log = Logs.open(Logs.at(parent.resolve("new/ledger")), StoreMemory.UNBORN);
        log.append(batches.next(1));
        log.close(StoreLeft.CLOSED_PROPERLY);

        Path ledger = parent.resolve("new/ledger");
        assertThat(mode(parent.resolve("new"))).isEqualTo("rwx------");
        assertThat(mode(ledger)).isEqualTo("rwx------");
        assertThat(mode(ledger.resolve("log"))).isEqualTo("rwx------");
        assertThat(mode(ledger.resolve("log").resolve(FIRST))).isEqualTo("rw-------");
        assertThat(mode(ledger.resolve("lock"))).isEqualTo("rw-------");
        assertThat(mode(ledger.resolve("writer"))).isEqualTo("rw-------");
    }

    @Test
    void presence_tells_nothing_an_empty_log_and_bytes_apart() {
        assertThat(Logs.at(parent).presence()).isEqualTo(LogPresence.ABSENT);
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        assertThat(Logs.at(parent).presence()).isEqualTo(LogPresence.EMPTY);
        log.append(batches.next(1));
        assertThat(Logs.at(parent).presence()).isEqualTo(LogPresence.HOLDS_BYTES);
        log.close(StoreLeft.CLOSED_PROPERLY);
    }

    @Test
    void reopened_it_goes_on_where_it_ended() {
        DurableLog log = Logs.open(Logs.at(parent), StoreMemory.UNBORN);
        log.append(batches.next(2));
        StoreMemory memory = Logs.storeAt(log, log);
        log.append(batches.next(3));
        LogPosition position = log.position();
        log.close(StoreLeft.CLOSED_PROPERLY);

        DurableLog again = Logs.open(Logs.at(parent), memory);
        assertThat(again.head()).contains(batches.head());
        assertThat(again.position()).isEqualTo(position);
        assertThat(again.ledgerId()).isEqualTo(memory.ledgerId());
        again.append(batches.next(1));
        assertThat(Logs.read(again)).isEqualTo(batches.all());
        again.close(StoreLeft.CLOSED_PROPERLY);
        assertThat(Optional.of(Logs.read(Logs.at(parent)))).contains(batches.all());
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(parent.resolve("log"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
