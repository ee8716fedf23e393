package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.LogScan.ForeignName;
import dev.diptych.ports.driven.LogScan.LineRead;
import dev.diptych.ports.driven.LogScan.SegmentBegins;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading a log as it lies there: whole, torn, damaged, growing. */
final class ReadingTest {
    private static final Path DIRECTORY = Path.of("/ledger");
    private static final Path LOG = DIRECTORY.resolve("log");
    private static final Path FIRST = LOG.resolve(Segment.beginningAt(1).name());

    private final Batches batches = Batches.ofOneLedger();
    private final CrashingFiles files = CrashingFiles.onEmptyDisk();

    private LogReader reader() {
        return Logs.at(files, DIRECTORY).openForReading();
    }

    private void put(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        files.put(FIRST, all.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<LineRead> lines(List<LogScan.Item> items) {
        return items.stream()
                .filter(LineRead.class::isInstance)
                .map(LineRead.class::cast)
                .toList();
    }

    @Test
    void a_line_that_is_too_long_is_passed_over_and_told_with_its_length() {
        SealedEvent first = batches.next(1).get(0);
        SealedEvent second = batches.next(1).get(0);
        byte[] endless = new byte[5_000_000];
        Arrays.fill(endless, (byte) 'x');
        put(first.toLine(), ascii("{\"seq\":2,\"batch\":2,"), endless, ascii("\n"), second.toLine());

        List<LineRead> lines = lines(Logs.scan(reader(), Sequence.NONE));

        assertThat(lines).hasSize(3);
        LineRead tooLong = lines.get(1);
        assertThat(tooLong.length()).isEqualTo(5_000_020);
        assertThat(tooLong.bytes()).hasSize(1_000_000).startsWith(ascii("{\"seq\":2,\"batch\":2,xxx"));
        assertThat(tooLong.verdict()).isInstanceOf(LineVerdict.Undecodable.class);
        assertThat(tooLong.verdict().firstPart()).contains(new LineVerdict.FirstPart(2, 2));
        assertThat(lines.get(2).verdict()).isEqualTo(new LineVerdict.WellFormed(second));
        assertThat(lines.get(2).place().offset()).isEqualTo(first.lineLength() + 5_000_020L);
        assertThat(lines.get(2).place().line()).isEqualTo(3);
    }

    @Test
    void lines_around_the_greatest_length_are_told_apart_to_the_byte() {
        for (int length : new int[] {999_999, 1_000_000, 1_000_001, 1_000_002, 1_131_072, 1_131_073, 1_262_145}) {
            byte[] line = new byte[length];
            Arrays.fill(line, (byte) 'x');
            line[length - 1] = '\n';
            put(line, line, ascii("x"));

            List<LineRead> lines = lines(Logs.scan(reader(), Sequence.NONE));

            assertThat(lines).extracting(LineRead::length).containsExactly((long) length, (long) length, 1L);
            assertThat(lines.get(1).bytes()).hasSize(Math.min(length, 1_000_000));
            assertThat(lines.get(2).place().offset()).isEqualTo(2L * length);
        }
    }

    @Test
    void what_lies_behind_the_last_line_feed_is_a_line_without_one() {
        SealedEvent first = batches.next(1).get(0);
        put(first.toLine(), ascii("\n\nhalf"));

        List<LineRead> lines = lines(Logs.scan(reader(), Sequence.NONE));

        assertThat(lines)
                .extracting(LineRead::bytes)
                .containsExactly(first.toLine(), ascii("\n"), ascii("\n"), ascii("half"));
        assertThat(lines.get(3).verdict()).isInstanceOf(LineVerdict.Undecodable.class);
    }

    @Test
    void an_empty_log_and_empty_segments_have_no_lines() {
        files.put(FIRST, new byte[0]);

        assertThat(Logs.scan(reader(), Sequence.NONE))
                .containsExactly(new SegmentBegins(FIRST.getFileName().toString(), 1));
        assertThat(reader().head()).isEmpty();
        assertThat(reader().ledgerId()).isEmpty();
        assertThat(Logs.read(reader())).isEmpty();
        assertThat(reader().find(Sequence.FIRST)).isEmpty();
    }

    @Test
    void foreign_names_come_first_and_temporary_ones_not_at_all() {
        put(batches.next(1).get(0).toLine());
        files.put(LOG.resolve("zzz"), new byte[0]);
        files.put(LOG.resolve("1.jsonl"), new byte[0]);
        files.put(LOG.resolve("99999999999999999999.jsonl"), new byte[0]);
        files.put(LOG.resolve("00000000000000000001.jsonl.tmp"), new byte[0]);

        List<LogScan.Item> items = Logs.scan(reader(), Sequence.NONE);

        assertThat(items.subList(0, 3))
                .containsExactly(
                        new ForeignName("1.jsonl"),
                        new ForeignName("99999999999999999999.jsonl"),
                        new ForeignName("zzz"));
        assertThat(items).hasSize(5);
    }

    @Test
    void a_scan_goes_on_into_segments_that_were_rolled_while_it_ran() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY, 1_500), StoreMemory.UNBORN);
        log.append(batches.next(1));
        try (LogReader reader = reader();
                LogScan scan = reader.scan(Sequence.NONE)) {
            assertThat(scan.advance()).isTrue();
            assertThat(scan.advance()).isTrue();
            for (int i = 0; i < 9; i++) {
                log.append(batches.next(1));
            }
            int seen = 1;
            while (scan.advance()) {
                if (scan.item() instanceof LineRead line) {
                    assertThat(line.verdict())
                            .isEqualTo(new LineVerdict.WellFormed(batches.all().get(seen)));
                    seen++;
                }
            }
            assertThat(seen).isEqualTo(10);
            assertThatThrownBy(scan::item).isInstanceOf(RuntimeException.class);
        }
        log.close(StoreLeft.CLOSED_PROPERLY);
        assertThat(files.openHandles()).isZero();
    }

    @Test
    void the_head_is_that_of_the_last_whole_batch_whatever_lies_behind_it() {
        byte[] whole = Batches.bytes(batches.next(3));
        List<SealedEvent> next = batches.next(3);
        byte[] garbled = Batches.bytes(next);
        garbled[10] = 0;
        Batches rest = batches.fork();
        byte[][] tails = {
            {},
            ascii("half"),
            ascii("\n\n\n"),
            Batches.bytes(next.subList(0, 2)),
            garbled,
            Arrays.copyOf(Batches.bytes(next), garbled.length - 1),
            next.get(2).toLine(),
            rest.next(1).get(0).toLine().clone(),
        };
        for (int i = 0; i < tails.length - 1; i++) {
            put(whole, tails[i]);
            assertThat(reader().head()).as("tail %s", i).contains(batches.headAt(3));
            assertThat(Logs.read(reader()))
                    .as("tail %s", i)
                    .isEqualTo(batches.all().subList(0, 3));
        }
        put(whole, Batches.bytes(next), tails[7]);
        assertThat(reader().head()).contains(rest.head());
    }

    @Test
    void a_cursor_says_where_it_met_damage_and_what_to_do() {
        List<SealedEvent> three = batches.next(3);
        byte[] bytes = Batches.bytes(three);
        int second = three.get(0).lineLength();
        bytes[second + three.get(1).lineLength() - 4] ^= 1;
        put(bytes, Batches.bytes(batches.next(1)));

        try (LogReader reader = reader();
                var cursor = reader.after(Sequence.NONE)) {
            assertThat(cursor.advance()).isTrue();
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(DamagedCopyException.class)
                    .hasMessageStartingWith("the log /ledger/log is damaged in 00000000000000000001.jsonl offset "
                            + second + ": expected the event with sequence 2, found a payload that hashes to ")
                    .hasMessageEndingWith(
                            ". Nothing was changed. Next: diptych verify --dir /ledger lists every finding");
            assertThat(cursor.advance()).isFalse();
        }
        assertThat(files.openHandles()).isZero();
    }

    @Test
    void a_cursor_stops_at_a_gap_and_at_a_line_that_links_elsewhere() {
        Batches other = batches.fork();
        byte[] first = Batches.bytes(batches.next(1));
        other.next(1, "2");
        byte[] elsewhere = Batches.bytes(other.next(1));
        batches.next(1);
        byte[] third = Batches.bytes(batches.next(1));

        put(first, third);
        assertThatThrownBy(() -> Logs.read(reader()))
                .isInstanceOf(DamagedCopyException.class)
                .hasMessageContaining("expected the event with sequence 2, found sequence 3");
        put(first, elsewhere);
        assertThatThrownBy(() -> Logs.read(reader()))
                .isInstanceOf(DamagedCopyException.class)
                .hasMessageContaining("found one that links to ");
    }

    @Test
    void an_event_is_found_though_lines_around_it_are_damaged_or_lie_about_their_sequence() {
        for (int i = 0; i < 300; i++) {
            batches.next(1, Batches.payloadOf(200));
        }
        byte[] bytes = Batches.bytes(batches.all());
        String text = new String(bytes, StandardCharsets.US_ASCII);
        byte[] lying = ascii(text.replaceAll("\\{\"seq\":1([0-9][13579]),", "{\"seq\":9$1,"));
        byte[] blank = ascii(text.replaceAll("\\{\"seq\":1[0-9][13579],", "??????????"));
        assertThat(lying).isNotEqualTo(bytes).hasSize(bytes.length);
        for (byte[] damaged : List.of(lying, blank)) {
            put(damaged);
            for (SealedEvent event : batches.all()) {
                long sequence = event.sequenceValue();
                boolean spoiled = sequence >= 100 && sequence < 200 && sequence % 2 == 1;
                assertThat(reader().find(event.sequence()).isPresent())
                        .as("sequence %s", sequence)
                        .isEqualTo(!spoiled);
            }
            assertThat(reader().find(Sequence.of(301))).isEmpty();
        }
    }

    @Test
    void a_reader_of_what_is_not_there_is_told_what_to_do() {
        assertThatThrownBy(this::reader)
                .isInstanceOf(LogUnavailableException.class)
                .hasMessage(
                        "there is no log at /ledger/log. Nothing was changed. Next: see that the directory is the right"
                                + " one; diptych init --dir /ledger makes a new ledger");
    }

    @Test
    void memory_of_a_walk_does_not_grow_with_the_log() {
        for (int i = 0; i < 2_000; i++) {
            batches.next(1);
        }
        put(Batches.bytes(batches.all()));
        long before = files.bytesRead();

        assertThat(Logs.read(reader())).hasSize(2_000);

        long size = files.content(FIRST).length;
        assertThat(files.bytesRead() - before).as("read once, but for the ends").isLessThan(size + 300_000);
    }
}
