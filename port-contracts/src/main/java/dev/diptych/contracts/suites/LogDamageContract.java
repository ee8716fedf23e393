package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.EditedLine;
import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogOpeningReport.TornTailCut;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.StoreMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of opening a log that is not as it was left: what is a torn tail, and what must never be cut. */
public abstract class LogDamageContract extends LogContract {
    /** A log left with whole batches of one to three events, and not held any more. */
    private List<List<SealedEvent>> leave(int count) {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = appendChain(log, count, 3);
        assertThat(log.head()).contains(last(flat(chain)).asHead());
        letGo(log);
        return chain;
    }

    /** Without a clean close where the fixture can kill; what a clean close vouches for can never be torn. */
    private void letGo(DurableLog log) {
        if (fixture.canKill()) {
            fixture.kill();
        } else {
            log.close(StoreLeft.NOT_KNOWN);
        }
    }

    private byte[] tornPart(List<SealedEvent> all, int missing) {
        List<SealedEvent> next = events.batchOf(last(all).asHead(), 2);
        byte[] first = next.get(0).toLine();
        byte[] second = next.get(1).toLine();
        byte[] torn = Arrays.copyOf(first, first.length + second.length - missing);
        System.arraycopy(second, 0, torn, first.length, second.length - missing);
        return torn;
    }

    @Test
    void cuts_a_torn_tail_that_a_store_vouches_for_once_it_was_copied() {
        List<SealedEvent> all = flat(leave(9));
        byte[] torn = tornPart(all, 5);
        fixture.addBytes(torn);

        LogOpened opened = opened(storeThrough(all.get(6)));

        assertThat(opened.report().cut().map(TornTailCut::bytes)).contains((long) torn.length);
        assertThat(fixture.quarantined()).hasSize(1).anyMatch(copy -> Arrays.equals(copy, torn));
        assertThat(walk(opened.log())).isEqualTo(all);
        assertThat(opened.log().append(events.batchOf(last(all).asHead(), 1))).isNotNull();
    }

    @Test
    void cuts_a_whole_line_of_a_batch_that_is_not_whole() {
        List<SealedEvent> all = flat(leave(5));
        byte[] first = events.batchOf(last(all).asHead(), 2).get(0).toLine();
        fixture.addBytes(first);

        LogOpened opened = opened(storeThrough(last(all)));

        assertThat(opened.report().cut().map(TornTailCut::bytes)).contains((long) first.length);
        assertThat(walk(opened.log())).isEqualTo(all);
    }

    @Test
    void keeps_a_copy_of_each_of_two_torn_tails_at_one_place() {
        List<SealedEvent> all = flat(leave(5));
        byte[] first = tornPart(all, 5);
        byte[] second = tornPart(all, 3);
        StoreMemory memory = storeThrough(last(all));
        fixture.addBytes(first);
        opened(memory).log().close(StoreLeft.NOT_KNOWN);
        fixture.addBytes(second);
        opened(memory).log().close(StoreLeft.NOT_KNOWN);
        fixture.addBytes(second);

        assertThat(walk(opened(memory).log())).isEqualTo(all);

        assertThat(fixture.quarantined()).anyMatch(copy -> Arrays.equals(copy, first));
        assertThat(fixture.quarantined()).anyMatch(copy -> Arrays.equals(copy, second));
        assertThat(fixture.quarantined()).as("a repeat is the same copy").hasSize(2);
    }

    @Test
    void cuts_garbage_behind_an_unborn_ledger_whose_store_was_there_before() {
        DurableLog log = openNew();
        letGo(log);
        fixture.addBytes(new byte[] {0, 1, 2, '\n', 3});

        LogOpened opened = opened(StoreMemory.UNBORN);

        assertThat(opened.report().cut().map(TornTailCut::bytes)).contains(5L);
        assertThat(opened.log().append(events.chain(ledger, 1, 1).get(0))).isNotNull();
    }

    @Test
    void leaves_a_torn_tail_that_no_store_vouches_for_until_it_is_asked_to_cut_it() {
        List<SealedEvent> all = flat(leave(4));
        byte[] torn = tornPart(all, 1);
        fixture.addBytes(torn);

        LogRefusal reason = refused(StoreMemory.NONE);

        assertThat(reason).isInstanceOf(LogRefusal.TornTailUnvouched.class);
        assertThat(((LogRefusal.TornTailUnvouched) reason).bytes()).isEqualTo(torn.length);
        assertThat(fixture.quarantined()).isEmpty();
        LogOpened cut = opened(StoreMemory.NONE, TornTail.CUT_ON_REQUEST);
        assertThat(cut.report().cut().map(TornTailCut::bytes)).contains((long) torn.length);
        assertThat(walk(cut.log())).isEqualTo(all);
    }

    @Test
    void never_cuts_what_a_later_batch_vouches_for() {
        for (LineRegion region : LineRegion.values()) {
            fixture = newFixture();
            List<SealedEvent> all = flat(leave(9));
            fixture.damage(all.get(4).sequence(), region);
            StoreMemory memory = storeThrough(all.get(2));

            LogRefusal reason = refused(memory, TornTail.CUT_ON_REQUEST);

            assertThat(reason).as("damage in %s", region).isInstanceOf(LogRefusal.Damaged.class);
            LogRefusal.Damaged damaged = (LogRefusal.Damaged) reason;
            assertThat(damaged.findings()).as("damage in %s", region).isNotEmpty();
            assertThat(damaged.total())
                    .isGreaterThanOrEqualTo(damaged.findings().size());
            assertThat(fixture.quarantined()).isEmpty();
            fixture.close();
        }
    }

    @Test
    void never_cuts_what_the_store_has() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 1));
        LogPosition beforeLast = log.position();
        List<SealedEvent> next = events.batchOf(last(all).asHead(), 1);
        log.append(next);
        letGo(log);
        fixture.damage(next.get(0).sequence(), LineRegion.PAYLOAD);
        StoreMemory memory = new StoreMemory(
                true,
                Optional.of(ledger),
                Optional.of(next.get(0).asHead()),
                storeThrough(last(all), beforeLast).position());

        assertThat(refused(memory)).isInstanceOf(LogRefusal.Damaged.class);
        assertThat(fixture.quarantined()).isEmpty();
    }

    @Test
    void never_cuts_what_a_clean_close_vouches_for() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 1));
        log.close(StoreLeft.NOT_KNOWN);
        fixture.cutBytes(7);

        assertThat(refused(storeThrough(all.get(2)))).isInstanceOf(LogRefusal.Damaged.class);
        assertThat(fixture.quarantined()).isEmpty();
    }

    @Test
    void says_that_the_log_is_behind_where_whole_batches_are_gone() {
        List<List<SealedEvent>> chain = leave(9);
        List<SealedEvent> gone = chain.get(chain.size() - 1);
        SealedEvent left = last(chain.get(chain.size() - 2));
        SealedEvent stored = last(gone);
        fixture.cutBytes(bytesOf(gone));

        LogRefusal reason = refused(storeThrough(stored));

        assertThat(reason).isInstanceOf(LogRefusal.BehindStore.class);
        assertThat(((LogRefusal.BehindStore) reason).storeHead()).isEqualTo(stored.asHead());
        assertThat(((LogRefusal.BehindStore) reason).logHead()).contains(left.asHead());
    }

    @Test
    void says_that_the_log_is_behind_where_it_was_cut_at_a_line_end_in_a_batch_that_the_store_has() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 1));
        List<SealedEvent> batch = events.batchOf(last(all).asHead(), 3);
        log.append(batch);
        letGo(log);
        fixture.cutBytes(batch.get(2).lineLength());

        assertThat(refused(storeThrough(last(batch)))).isInstanceOf(LogRefusal.BehindStore.class);
        assertThat(fixture.quarantined()).isEmpty();
    }

    @Test
    void says_that_the_log_is_behind_where_it_was_deleted() {
        List<SealedEvent> all = flat(leave(4));
        fixture.deleteLog();

        LogRefusal reason = refused(storeThrough(last(all)));

        assertThat(reason).isInstanceOf(LogRefusal.BehindStore.class);
        assertThat(((LogRefusal.BehindStore) reason).logHead()).isEmpty();
    }

    @Test
    void knows_a_fork_by_the_hash_at_the_store_s_head() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 1));
        letGo(log);
        SealedEvent other = events.batchOf(all.get(2).asHead(), 1).get(0);

        LogRefusal reason = refused(storeThrough(other));

        assertThat(reason).isInstanceOf(LogRefusal.Forked.class);
        LogRefusal.Forked forked = (LogRefusal.Forked) reason;
        assertThat(forked.at()).isEqualTo(other.sequence());
        assertThat(forked.storeHash()).isEqualTo(other.hash());
        assertThat(forked.logHash()).isEqualTo(all.get(3).hash());
    }

    @Test
    void lets_damage_be_that_lies_before_the_stored_position() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 8, 1));
        LogPosition position = log.position();
        List<SealedEvent> behind = events.batchOf(last(all).asHead(), 2);
        log.append(behind);
        log.close(StoreLeft.CLOSED_PROPERLY);
        fixture.damage(all.get(2).sequence(), LineRegion.PAYLOAD);

        LogOpened opened = opened(storeThrough(last(all), position));

        assertThat(opened.report().head()).contains(last(behind).asHead());
    }

    @Test
    void takes_a_line_of_an_announced_version_for_news_and_of_any_other_for_damage() {
        DurableLog log = openNew();
        SealedEvent first = last(appendChain(log, 1, 1).get(0));
        SealedEvent announcement = events.seal(
                        first.asHead(),
                        List.of(events.drafted(EventDraft.of("diptych.format.v1", "{\"version\":2}")
                                .withSource(EventSource.LEDGER))))
                .get(0);
        log.append(List.of(announcement));
        log.close(StoreLeft.CLOSED_PROPERLY);
        SealedEvent next = events.batchOf(announcement.asHead(), 1).get(0);
        SealedEvent later = events.batchOf(next.asHead(), 1).get(0);

        fixture.addBytes(ofVersion(next, "2"));
        fixture.addBytes(later.toLine());
        assertThat(refused(storeThrough(first))).isInstanceOf(LogRefusal.UnknownVersion.class);

        fixture.cutBytes(ofVersion(next, "2").length + later.lineLength());
        fixture.addBytes(ofVersion(next, "3"));
        fixture.addBytes(later.toLine());
        assertThat(refused(storeThrough(first))).isInstanceOf(LogRefusal.Damaged.class);
    }

    private static byte[] ofVersion(SealedEvent event, String version) {
        return EditedLine.of(event.toLine()).with("schema_version", version).toBytes();
    }

    @Test
    void refuses_batches_that_overlap() {
        List<SealedEvent> all = flat(leave(4));
        List<SealedEvent> pair = events.batchOf(last(all).asHead(), 2);
        List<SealedEvent> alone = events.batchOf(pair.get(0).asHead(), 1);
        fixture.addBytes(pair.get(0).toLine());
        fixture.addBytes(alone.get(0).toLine());

        assertThat(pair.get(0).batch()).isNotEqualTo(new BatchRange(5, 5));
        assertThat(refused(storeThrough(last(all)))).isInstanceOf(LogRefusal.Damaged.class);
    }

    private static int bytesOf(List<SealedEvent> batch) {
        return batch.stream().mapToInt(SealedEvent::lineLength).sum();
    }
}
