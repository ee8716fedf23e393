package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.LogScan.LineRead;
import dev.diptych.ports.driven.LogScan.SegmentBegins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of {@link LogReader}: it takes no lock, writes nothing, and passes on what it finds, sound or not. */
public abstract class LogReaderContract extends LogContract {
    @Test
    void reads_beside_a_writer_what_was_appended() {
        DurableLog log = openNew();
        try (LogReader reader = fixture.provider().openForReading()) {
            assertThat(reader.head()).isEmpty();
            List<SealedEvent> all = flat(appendChain(log, 12, 4));

            assertThat(reader.head()).contains(last(all).asHead());
            assertThat(reader.ledgerId()).contains(ledger);
            assertThat(walk(reader)).isEqualTo(all);
            assertThat(walk(reader, Sequence.of(5))).isEqualTo(all.subList(5, all.size()));
            assertThat(reader.find(all.get(7).sequence())).contains(all.get(7));
            assertThat(reader.find(Sequence.of(13))).isEmpty();
        }
    }

    @Test
    void reads_without_a_writer_and_leaves_the_lock_free() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 4, 2));
        log.close(StoreLeft.CLOSED_PROPERLY);

        try (LogReader reader = fixture.provider().openForReading()) {
            assertThat(walk(reader)).isEqualTo(all);
            assertThat(walk(opened(storeThrough(last(all))).log())).isEqualTo(all);
        }
    }

    @Test
    void says_who_holds_the_log_and_how_it_was_left() {
        DurableLog log = openNew();
        try (LogReader reader = fixture.provider().openForReading()) {
            assertThat(reader.left().writerBefore()).isTrue();
            assertThat(reader.left().holder()).isPresent();
            List<SealedEvent> all = flat(appendChain(log, 2, 1));
            log.close(StoreLeft.CLOSED_PROPERLY);

            assertThat(reader.left().holder()).isEmpty();
            assertThat(reader.left().cleanly()).isTrue();
            assertThat(reader.left().cleanAt()).contains(last(all).asHead());
            assertThat(reader.left().storeClosed()).isTrue();
        }
    }

    @Test
    void shows_every_line_with_its_place_its_bytes_and_its_verdict() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 9, 3));
        List<LogScan.Item> items = scan(Sequence.NONE);

        assertThat(items.get(0)).isInstanceOf(SegmentBegins.class);
        assertThat(((SegmentBegins) items.get(0)).firstSequence()).isEqualTo(1);
        List<LineRead> lines = lines(items);
        assertThat(lines).hasSameSizeAs(all);
        for (int i = 0; i < all.size(); i++) {
            LineRead line = lines.get(i);
            assertThat(line.bytes()).isEqualTo(all.get(i).toLine());
            assertThat(line.length()).isEqualTo(all.get(i).lineLength());
            assertThat(line.verdict()).isEqualTo(new LineVerdict.WellFormed(all.get(i)));
            assertThat(line.place().segment()).isEqualTo(((SegmentBegins) items.get(0)).name());
        }
        assertThat(lines.get(0).place().offset()).isZero();
        assertThat(lines.get(1).place().offset()).isEqualTo(all.get(0).lineLength());
        assertThat(lines.get(0).place().line()).isEqualTo(1);
    }

    @Test
    void begins_a_scan_behind_the_line_that_it_is_told() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 9, 3));

        List<LineRead> behind = lines(scan(all.get(3).sequence()));
        List<LineRead> fromTheStart = lines(scan(Sequence.of(77)));

        assertThat(behind).extracting(LineRead::verdict).isEqualTo(wellFormed(all.subList(4, 9)));
        assertThat(fromTheStart).extracting(LineRead::verdict).isEqualTo(wellFormed(all));
    }

    @Test
    void shows_damage_of_any_region_among_the_lines_and_goes_on() {
        for (LineRegion region : LineRegion.values()) {
            fixture = newFixture();
            DurableLog log = openNew();
            List<SealedEvent> all = flat(appendChain(log, 6, 1));
            fixture.damage(all.get(2).sequence(), region);

            List<LineRead> lines = lines(scan(Sequence.NONE));

            assertThat(lines.get(1).verdict()).isEqualTo(new LineVerdict.WellFormed(all.get(1)));
            assertThat(lines.get(2).verdict()).as("damage in %s", region).isNotInstanceOf(LineVerdict.WellFormed.class);
            assertThat(lines.get(lines.size() - 1).verdict())
                    .as("damage in %s", region)
                    .isEqualTo(new LineVerdict.WellFormed(all.get(5)));
            fixture.close();
        }
    }

    @Test
    void tells_a_damaged_payload_from_a_damaged_envelope() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 6, 1));
        fixture.damage(all.get(1).sequence(), LineRegion.PAYLOAD);
        fixture.damage(all.get(3).sequence(), LineRegion.PREVIOUS_HASH);

        List<LineRead> lines = lines(scan(Sequence.NONE));

        assertThat(lines.get(1).verdict()).isInstanceOf(LineVerdict.PayloadDiffers.class);
        assertThat(lines.get(3).verdict().firstPart().map(LineVerdict.FirstPart::sequence))
                .contains(4L);
        assertThat(lines.get(3).verdict())
                .isInstanceOfAny(LineVerdict.EnvelopeDiffers.class, LineVerdict.Undecodable.class);
    }

    @Test
    void finds_nothing_where_the_line_is_damaged_and_ends_a_walk_there() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 6, 1));
        fixture.damage(all.get(2).sequence(), LineRegion.EVENT_HASH);

        try (LogReader reader = fixture.provider().openForReading()) {
            assertThat(reader.find(all.get(2).sequence())).isEmpty();
            assertThat(reader.find(all.get(3).sequence())).contains(all.get(3));
            assertThat(walk(reader, Sequence.of(3))).isEqualTo(all.subList(3, 6));
            assertThatThrownBy(() -> walk(reader)).isInstanceOf(DamagedCopyException.class);
        }
    }

    @Test
    void shows_a_torn_tail_and_does_not_take_it_for_an_event() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 4, 2));
        byte[] line = events.batchOf(last(all).asHead(), 1).get(0).toLine();
        byte[] torn = Arrays.copyOf(line, line.length - 1);
        fixture.addBytes(torn);

        try (LogReader reader = fixture.provider().openForReading()) {
            assertThat(reader.head()).contains(last(all).asHead());
            List<LineRead> lines = lines(scan(Sequence.NONE));
            assertThat(lines).hasSize(all.size() + 1);
            assertThat(lines.get(all.size()).bytes()).isEqualTo(torn);
            assertThat(lines.get(all.size()).verdict()).isInstanceOf(LineVerdict.Undecodable.class);
        }
    }

    @Test
    void shows_what_does_not_belong_among_the_segments() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 2, 1));
        if (declared(fixture.canHoldForeign(), fixture::addForeign)) {
            fixture.addForeign();
            assertThat(scan(Sequence.NONE)).hasAtLeastOneElementOfType(LogScan.ForeignName.class);
        }
        assertThat(lines(scan(Sequence.NONE))).hasSameSizeAs(all);
    }

    @Test
    void answers_many_threads_at_once() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 40, 5));
        try (LogReader reader = fixture.provider().openForReading()) {
            List<CompletableFuture<List<SealedEvent>>> walks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                walks.add(CompletableFuture.supplyAsync(() -> walk(reader)));
            }
            walks.forEach(walked -> assertThat(walked.join()).isEqualTo(all));
        }
    }

    @Test
    void refuses_every_call_but_close_once_it_is_closed() {
        appendChain(openNew(), 2, 1);
        LogReader reader = fixture.provider().openForReading();
        reader.close();
        reader.close();

        assertThatThrownBy(reader::head).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> walk(reader)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.find(Sequence.FIRST)).isInstanceOf(IllegalStateException.class);
    }

    private List<LogScan.Item> scan(Sequence after) {
        List<LogScan.Item> items = new ArrayList<>();
        try (LogReader reader = fixture.provider().openForReading();
                LogScan scan = reader.scan(after)) {
            while (scan.advance()) {
                items.add(scan.item());
            }
        }
        return items;
    }

    private static List<LineRead> lines(List<LogScan.Item> items) {
        return items.stream()
                .filter(LineRead.class::isInstance)
                .map(LineRead.class::cast)
                .toList();
    }

    private static List<LineVerdict> wellFormed(List<SealedEvent> all) {
        List<LineVerdict> verdicts = new ArrayList<>();
        all.forEach(event -> verdicts.add(new LineVerdict.WellFormed(event)));
        return verdicts;
    }
}
