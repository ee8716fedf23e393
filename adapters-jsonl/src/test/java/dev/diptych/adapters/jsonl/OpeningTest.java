package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoredPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Opening for writing: what is read, in which order things are done, what is cut and what is refused. */
final class OpeningTest {
    private static final Path DIRECTORY = Path.of("/ledger");
    private static final Path LOG = DIRECTORY.resolve("log");
    private static final String FIRST = "00000000000000000001.jsonl";
    private static final String TORN = "{\"seq\":4,\"batch\":4,\"batch_end\":4,\"id\":\"half";

    private final Batches batches = Batches.ofOneLedger();
    private CrashingFiles files = CrashingFiles.onEmptyDisk();

    /** Three events, and a process that was killed. */
    private StoreMemory killedAfterThree() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY), StoreMemory.UNBORN);
        log.append(batches.next(1));
        StoreMemory memory = Logs.storeAt(log, log);
        log.append(batches.next(2));
        files = files.afterKill();
        return memory;
    }

    private void append(String bytes) {
        byte[] content = files.content(LOG.resolve(FIRST));
        byte[] tail = bytes.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(content, content.length + tail.length);
        System.arraycopy(tail, 0, all, content.length, tail.length);
        files.put(LOG.resolve(FIRST), all);
    }

    @Test
    void the_last_batch_is_written_again_and_forced_before_the_log_is_handed_out() {
        StoreMemory memory = killedAfterThree();

        LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY), memory);

        assertThat(opened.report().rewritten()).contains(new BatchRange(2, 3));
        assertThat(files.operations().stream()
                        .filter(operation -> operation.path().startsWith(LOG)
                                && operation.kind().changes())
                        .map(FileOperation::kind))
                .containsExactly(Kind.WRITE, Kind.FORCE, Kind.FORCE_DIRECTORY);
    }

    @Test
    void a_batch_that_was_written_and_never_forced_is_durable_once_the_log_was_opened() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY), StoreMemory.UNBORN);
        log.append(batches.next(1));
        files.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.STOP_BEFORE));
        List<SealedEvent> unforced = batches.next(2);
        assertThatThrownBy(() -> log.append(unforced)).isInstanceOf(RuntimeException.class);
        files = files.afterKill();

        Logs.open(Logs.at(files, DIRECTORY), Logs.storeWith(batches, 1));
        files = files.afterPowerCut(new PowerCut(PowerCut.Survival.NOTHING, 1));

        assertThat(Logs.read(Logs.at(files, DIRECTORY))).isEqualTo(batches.all());
    }

    @Test
    void nothing_is_written_again_after_a_clean_close_that_agrees_with_what_is_found() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY), StoreMemory.UNBORN);
        log.append(batches.next(2));
        StoreMemory memory = Logs.storeAt(log, log);
        log.close(StoreLeft.CLOSED_PROPERLY);
        files = files.afterKill();

        LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY), memory);

        assertThat(opened.report().rewritten()).isEmpty();
        assertThat(opened.report().left().cleanly()).isTrue();
        assertThat(files.operations())
                .noneMatch(operation ->
                        operation.path().startsWith(LOG) && operation.kind().changes());
    }

    @Test
    void a_torn_tail_is_copied_before_it_is_cut_and_both_are_told() {
        StoreMemory memory = killedAfterThree();
        long end = files.content(LOG.resolve(FIRST)).length;
        append(TORN);

        LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY), memory);

        var cut = opened.report().cut().orElseThrow();
        assertThat(cut.place()).isEqualTo(new Place(FIRST, end, cut.place().line()));
        assertThat(cut.bytes()).isEqualTo(TORN.length());
        assertThat(cut.quarantined()).matches("00000000000000000001\\." + end + "\\.[0-9a-f]{64}");
        assertThat(files.forcedContent(DIRECTORY.resolve("quarantine").resolve(cut.quarantined())))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(TORN);
        assertThat(files.forcedContent(LOG.resolve(FIRST))).isEqualTo(Batches.bytes(batches.all()));
        assertThat(opened.report().head()).contains(batches.head());
    }

    @Test
    void a_tail_that_is_quarantined_twice_makes_one_file() throws IOException {
        StoreMemory memory = killedAfterThree();
        append(TORN);
        files.failing(FaultPlan.atNth(Kind.TRUNCATE, 1, Fault.STOP_BEFORE));
        assertThatThrownBy(() -> Logs.open(Logs.at(files, DIRECTORY), memory))
                .isInstanceOf(LogUnavailableException.class);
        files = files.afterKill();

        Logs.open(Logs.at(files, DIRECTORY), memory);

        assertThat(files.list(DIRECTORY.resolve("quarantine"))).hasSize(1);
    }

    @Test
    void where_no_copy_can_be_made_nothing_is_cut_and_readers_still_read() {
        StoreMemory memory = killedAfterThree();
        append(TORN);
        byte[] before = files.content(LOG.resolve(FIRST));
        Path quarantine = DIRECTORY.resolve("quarantine");
        files.failing(
                operation -> operation.kind() == Kind.WRITE && operation.path().startsWith(quarantine)
                        ? Optional.of(Fault.NO_SPACE)
                        : Optional.empty());

        assertThatThrownBy(() -> Logs.open(Logs.at(files, DIRECTORY), memory))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageStartingWith("the log /ledger/log could not be taken for writing: No space left on device")
                .hasMessageEndingWith(". No event was lost, and nothing was cut without a copy in /ledger/quarantine."
                        + " Next: see that there is room and that this user may write there, then open it again");

        assertThat(files.content(LOG.resolve(FIRST))).isEqualTo(before);
        try (LogReader reader = Logs.at(files, DIRECTORY).openForReading()) {
            assertThat(reader.head()).contains(batches.head());
            assertThat(reader.left().holder()).isEmpty();
        }
    }

    @Test
    void a_torn_tail_without_a_store_is_left_alone_and_the_way_on_is_named() {
        killedAfterThree();
        long end = files.content(LOG.resolve(FIRST)).length;
        append(TORN);

        LogRefusal.TornTailUnvouched refusal =
                Logs.refused(Logs.at(files, DIRECTORY), StoreMemory.NONE, LogRefusal.TornTailUnvouched.class);

        assertThat(refusal.message())
                .isEqualTo(
                        "the log /ledger/log ends in " + TORN.length() + " bytes that are no whole batch, in " + FIRST
                                + " offset " + end + " line 4, and no store is there to vouch that they were never"
                                + " acknowledged. Nothing was changed. Next: if they may go to quarantine, ask for that (diptych"
                                + " recover --cut-torn-tail --dir /ledger)");
        LogOpened cut = Logs.opened(Logs.at(files, DIRECTORY), StoreMemory.NONE, TornTail.CUT_ON_REQUEST);
        assertThat(cut.report().cut()).isPresent();
    }

    @Test
    void garbage_where_a_born_store_expects_the_first_batch_is_never_cut() {
        StoreMemory memory =
                new StoreMemory(true, Optional.of(LedgerId.of(new byte[32])), Optional.empty(), Optional.empty());
        files.put(LOG.resolve(FIRST), "{\"seq\":1,\"batch\":1,\"batch".getBytes(StandardCharsets.UTF_8));

        Logs.refused(Logs.at(files, DIRECTORY), memory, LogRefusal.Damaged.class);
        assertThat(Logs.opened(Logs.at(files, DIRECTORY), StoreMemory.UNBORN)
                        .report()
                        .cut())
                .isPresent();
    }

    @Test
    void damage_is_listed_and_refused_in_full_sentences() {
        StoreMemory memory = killedAfterThree();
        byte[] content = files.content(LOG.resolve(FIRST));
        int second = batches.all().get(0).lineLength();
        content[second + 40] ^= 1;
        files.put(LOG.resolve(FIRST), content);
        append(Batches.text(batches.next(1)));

        LogRefusal.Damaged damaged = Logs.refused(Logs.at(files, DIRECTORY), memory, LogRefusal.Damaged.class);

        assertThat(damaged.findings().get(0).place())
                .hasValueSatisfying(place -> assertThat(place.offset()).isEqualTo(second));
        assertThat(damaged.message())
                .startsWith("the log /ledger/log is damaged: "
                        + damaged.findings().get(0).kind().word())
                .endsWith(
                        ". Damage is never cut. Nothing was changed. Next: bring the lines back from a backup (diptych"
                                + " verify --dir /ledger)");
    }

    @Test
    void an_empty_newest_segment_is_whole_if_it_is_named_after_the_next_sequence() {
        StoreMemory memory = killedAfterThree();
        files.put(LOG.resolve(Segment.beginningAt(4).name()), new byte[0]);

        LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY), memory);

        assertThat(opened.report().head()).contains(batches.head());
        assertThat(opened.report().rewritten()).isEmpty();
        assertThat(opened.log().position().text()).startsWith(FIRST + ":");
        opened.log().append(batches.next(1));
        assertThat(opened.log().position().text())
                .startsWith(Segment.beginningAt(4).name());
        assertThat(Logs.read(opened.log())).isEqualTo(batches.all());
    }

    @Test
    void an_empty_segment_of_another_name_or_in_the_middle_is_damage() {
        StoreMemory memory = killedAfterThree();
        files.put(LOG.resolve(Segment.beginningAt(5).name()), new byte[0]);
        LogRefusal.Damaged wrongName = Logs.refused(Logs.at(files, DIRECTORY), memory, LogRefusal.Damaged.class);
        assertThat(wrongName.findings().get(0).kind()).isEqualTo(FindingKind.SEGMENT_NAME);

        files.remove(LOG.resolve(Segment.beginningAt(5).name()));
        files.put(LOG.resolve(Segment.beginningAt(4).name()), new byte[0]);
        files.put(LOG.resolve(Segment.beginningAt(6).name()), new byte[0]);
        Logs.refused(Logs.at(files, DIRECTORY), memory, LogRefusal.Damaged.class);
    }

    @Test
    void a_tail_that_is_all_of_the_newest_segment_is_cut_to_nothing_and_the_segment_grows_again() {
        StoreMemory memory = killedAfterThree();
        files.put(LOG.resolve(Segment.beginningAt(4).name()), TORN.getBytes(StandardCharsets.UTF_8));

        LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY), memory);

        assertThat(opened.report().cut()).isPresent();
        opened.log().append(batches.next(2));
        assertThat(Logs.read(opened.log())).isEqualTo(batches.all());
    }

    @Test
    void what_only_a_newer_program_understands_is_read_and_not_written() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY), StoreMemory.UNBORN);
        log.append(batches.next(1));
        StoreMemory memory = Logs.storeAt(log, log);
        log.append(batches.nextOfType(1, "diptych.schema.cutover.v1", "{}"));
        log.close(StoreLeft.CLOSED_PROPERLY);

        LogRefusal.UnknownVersion refusal =
                Logs.refused(Logs.at(files, DIRECTORY), memory, LogRefusal.UnknownVersion.class);

        assertThat(refusal.message())
                .startsWith("the log /ledger/log has an event at sequence 2 that decides about others")
                .endsWith("Nothing was changed. Next: use the newer program that wrote it (diptych show 2 --dir"
                        + " /ledger)");
        assertThat(Logs.read(Logs.at(files, DIRECTORY))).isEqualTo(batches.all());
    }

    @Test
    void a_fork_and_a_stranger_are_told_apart() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY), StoreMemory.UNBORN);
        log.append(batches.next(1));
        Batches other = batches.fork();
        log.append(batches.next(2));
        log.close(StoreLeft.CLOSED_PROPERLY);
        SealedEvent stored = other.next(1, "2").get(0);
        StoreMemory forkedMemory = new StoreMemory(
                true,
                Optional.of(new LedgerId(batches.all().get(0).previousHash())),
                Optional.of(stored.asHead()),
                Optional.empty());

        LogRefusal.Forked forked = Logs.refused(Logs.at(files, DIRECTORY), forkedMemory, LogRefusal.Forked.class);
        assertThat(forked.message())
                .startsWith("the log /ledger/log and the store have different events at sequence 2: hash "
                        + batches.headAt(2).hash().hex() + " in the log, "
                        + stored.hash().hex() + " in the store. Nothing was changed. Next: ");

        Batches stranger = Batches.ofLedger(9);
        stranger.next(1);
        LogRefusal.OtherLedger otherLedger =
                Logs.refused(Logs.at(files, DIRECTORY), Logs.storeWith(stranger, 1), LogRefusal.OtherLedger.class);
        assertThat(otherLedger.message())
                .isEqualTo("the log /ledger/log belongs to ledger " + "07".repeat(32) + ", and the store to ledger "
                        + "09".repeat(32) + ". Nothing was changed. Next: give the store that belongs to this log"
                        + " (diptych status --dir /ledger)");
    }

    @Test
    void a_log_behind_its_store_is_told_with_both_ends() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY), StoreMemory.UNBORN);
        log.append(batches.next(2));
        log.close(StoreLeft.CLOSED_PROPERLY);
        batches.next(3);

        LogRefusal.BehindStore behind =
                Logs.refused(Logs.at(files, DIRECTORY), Logs.storeWith(batches, 5), LogRefusal.BehindStore.class);

        assertThat(behind.logHead()).contains(batches.headAt(2));
        assertThat(behind.message())
                .isEqualTo(
                        "the log /ledger/log ends at sequence 2, and the store has events through sequence 5: the log"
                                + " was cut or replaced. Nothing was changed. Next: bring the log back from a backup (diptych"
                                + " verify --dir /ledger)");
    }

    @Test
    void a_refused_opening_changes_nothing_but_the_lock() {
        killedAfterThree();
        append(TORN);
        byte[] writer = files.content(DIRECTORY.resolve("writer"));
        CrashingFiles next = files.afterKill();

        Logs.refused(Logs.at(next, DIRECTORY), StoreMemory.NONE, LogRefusal.TornTailUnvouched.class);

        assertThat(next.operations())
                .filteredOn(operation -> operation.kind().changes())
                .extracting(FileOperation::kind)
                .containsExactly(Kind.LOCK);
        assertThat(next.content(DIRECTORY.resolve("writer"))).isEqualTo(writer);
        assertThat(next.openHandles()).isZero();
    }

    @Test
    void opening_reads_as_much_of_a_long_log_as_of_a_short_one() {
        assertThat(bytesReadByOpening(6_000)).isLessThan(bytesReadByOpening(600) + 40_000);
    }

    /** The store has followed to ten events before the end, and does not know the place. */
    private static long bytesReadByOpening(int events) {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        Batches batches = Batches.ofOneLedger();
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY, 200_000), StoreMemory.UNBORN);
        for (int i = 0; i < events / 100; i++) {
            log.append(batches.next(100));
        }
        log.append(batches.next(1));
        StoreMemory memory = Logs.storeAt(log, log);
        log.append(batches.next(9));
        files = files.afterKill();
        LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY, 200_000), memory);
        assertThat(opened.report().eventsRead()).isEqualTo(10);
        assertThat(opened.report().head()).contains(batches.head());
        return files.bytesRead();
    }

    @Test
    void a_position_that_lies_costs_time_and_never_truth() {
        DurableLog log = Logs.open(Logs.at(files, DIRECTORY, 3_000), StoreMemory.UNBORN);
        for (int i = 0; i < 20; i++) {
            log.append(batches.next(2));
        }
        log.close(StoreLeft.CLOSED_PROPERLY);
        for (String lie :
                List.of(FIRST + ":0", FIRST + ":17", FIRST + ":99999999", "00000000000000000099.jsonl:5", "x")) {
            StoreMemory memory = new StoreMemory(
                    true,
                    Optional.of(new LedgerId(batches.all().get(0).previousHash())),
                    Optional.of(batches.headAt(31)),
                    Optional.of(new StoredPosition(new LogPosition(lie), batches.headAt(30))));
            LogOpened opened = Logs.opened(Logs.at(files, DIRECTORY, 3_000), memory);
            assertThat(opened.report().head()).as(lie).contains(batches.head());
            assertThat(opened.report().eventsRead()).as(lie).isEqualTo(12);
            opened.log().close(StoreLeft.CLOSED_PROPERLY);
        }
    }
}
