package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogProvider.LogPresence;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link LogProvider}: one writer at a time, a report of how the log was left, and no read of the history. */
public abstract class LogProviderContract extends LogContract {
    @Test
    void says_what_lies_there() {
        assertThat(fixture.provider().presence()).isEqualTo(LogPresence.ABSENT);

        DurableLog log = openNew();
        assertThat(fixture.provider().presence()).isEqualTo(LogPresence.EMPTY);

        appendChain(log, 1, 1);
        assertThat(fixture.provider().presence()).isEqualTo(LogPresence.HOLDS_BYTES);
    }

    @Test
    void makes_a_log_where_there_is_none_and_says_that_nobody_held_it() {
        LogOpened opened = opened(StoreMemory.NONE);

        assertThat(opened.report().left().writerBefore()).isFalse();
        assertThat(opened.report().left().cleanly()).isFalse();
        assertThat(opened.report().head()).isEmpty();
        assertThat(opened.report().cut()).isEmpty();
        List<SealedEvent> all = flat(appendChain(opened.log(), 3, 2));
        assertThat(walk(opened.log())).isEqualTo(all);
    }

    @Test
    void lets_one_writer_in_at_a_time_and_the_next_when_it_has_closed() {
        DurableLog log = openNew();

        assertThat(refused(StoreMemory.UNBORN)).isInstanceOf(LogRefusal.Locked.class);
        log.close(StoreLeft.CLOSED_PROPERLY);
        assertThat(opened(StoreMemory.UNBORN).log().head()).isEmpty();
    }

    @Test
    void asks_for_what_the_store_remembers_while_it_holds_the_lock() {
        List<LogRefusal> meanwhile = new ArrayList<>();

        fixture.provider()
                .openForWriting(
                        () -> {
                            meanwhile.add(refused(StoreMemory.UNBORN));
                            return StoreMemory.UNBORN;
                        },
                        TornTail.CUT_IF_STORE_VOUCHES);

        assertThat(meanwhile).hasSize(1).first().isInstanceOf(LogRefusal.Locked.class);
    }

    @Test
    void passes_on_what_the_store_throws_and_lets_the_lock_go() {
        ArithmeticException thrown = new ArithmeticException("the store could not be asked");

        assertThatThrownBy(() -> fixture.provider()
                        .openForWriting(
                                () -> {
                                    throw thrown;
                                },
                                TornTail.CUT_IF_STORE_VOUCHES))
                .isSameAs(thrown);

        assertThat(opened(StoreMemory.UNBORN).log().head()).isEmpty();
    }

    @Test
    void lets_the_lock_go_when_it_refuses() {
        SealedEvent stored = events.chain(ledger, 3, 1).get(2).get(0);

        assertThat(refused(storeThrough(stored))).isInstanceOf(LogRefusal.BehindStore.class);
        assertThat(opened(StoreMemory.UNBORN).log().head()).isEmpty();
    }

    @Test
    void reports_a_clean_close_with_its_head_and_how_the_store_was_left() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 6, 3));
        log.close(StoreLeft.CLOSED_PROPERLY);

        LogOpened second = opened(storeThrough(last(all)));
        LogLeft left = second.report().left();
        assertThat(left.writerBefore()).isTrue();
        assertThat(left.cleanly()).isTrue();
        assertThat(left.cleanAt()).contains(last(all).asHead());
        assertThat(left.storeClosed()).isTrue();
        assertThat(second.report().head()).contains(last(all).asHead());
        second.log().close(StoreLeft.NOT_KNOWN);

        LogLeft again = opened(storeThrough(last(all))).report().left();
        assertThat(again.cleanly()).isTrue();
        assertThat(again.storeClosed()).isFalse();
    }

    @Test
    void reports_a_clean_close_of_an_empty_log() {
        openNew().close(StoreLeft.CLOSED_PROPERLY);

        LogLeft left = opened(StoreMemory.UNBORN).report().left();

        assertThat(left.writerBefore()).isTrue();
        assertThat(left.cleanly()).isTrue();
        assertThat(left.cleanAt()).isEmpty();
    }

    @Test
    void reads_from_the_stored_position_and_not_the_history() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = events.chain(ledger, 400, 4);
        List<LogPosition> positions = new ArrayList<>();
        for (List<SealedEvent> batch : chain) {
            log.append(batch);
            positions.add(log.position());
        }
        log.close(StoreLeft.CLOSED_PROPERLY);
        int followed = chain.size() - 3;

        LogOpened again = opened(storeThrough(last(chain.get(followed)), positions.get(followed)));

        assertThat(again.report().head()).contains(last(flat(chain)).asHead());
        assertThat(again.report().eventsRead()).isLessThanOrEqualTo(16);
        assertThat(again.log().position()).isEqualTo(positions.get(chain.size() - 1));
    }

    @Test
    void takes_a_position_for_a_hint_and_finds_the_event_by_its_sequence() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 40, 1));
        log.close(StoreLeft.CLOSED_PROPERLY);
        SealedEvent followed = all.get(30);

        DurableLog nowhere =
                opened(storeThrough(followed, new LogPosition("nowhere"))).log();
        assertThat(walk(nowhere)).isEqualTo(all);
        LogPosition end = nowhere.position();
        nowhere.close(StoreLeft.CLOSED_PROPERLY);

        assertThat(walk(opened(storeThrough(followed, end)).log())).isEqualTo(all);
    }

    @Test
    void opens_beside_a_store_that_follows_in_the_middle_of_a_batch() {
        DurableLog log = openNew();
        List<SealedEvent> batch = events.chain(ledger, 5, 1).get(0);
        log.append(batch);
        List<SealedEvent> four = events.batchOf(last(batch).asHead(), 4);
        log.append(four);
        log.close(StoreLeft.NOT_KNOWN);

        DurableLog again = opened(storeThrough(four.get(1))).log();

        assertThat(again.head()).contains(last(four).asHead());
    }

    @Test
    void opens_without_a_store_what_has_no_torn_tail() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 8, 3));
        log.close(StoreLeft.NOT_KNOWN);

        assertThat(walk(opened(StoreMemory.NONE).log())).isEqualTo(all);
    }

    @Test
    void finds_the_same_whether_a_poisoned_log_was_closed_or_killed() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 4, 2));
        if (!declared(fixture.canFailForces(), fixture::failNextForce)) {
            log.close(StoreLeft.CLOSED_PROPERLY);
            assertThat(opened(storeThrough(last(all))).report().left().cleanly())
                    .isTrue();
            return;
        }
        List<SealedEvent> next = events.batchOf(last(all).asHead(), 1);
        fixture.failNextForce();
        assertThatThrownBy(() -> log.append(next)).isInstanceOf(RuntimeException.class);
        log.close(StoreLeft.CLOSED_PROPERLY);

        LogOpened again = opened(storeThrough(last(all)));

        assertThat(again.report().left().cleanly()).isFalse();
        assertThat(again.report().left().cleanAt()).isEmpty();
        assertThat(again.report().left().storeClosed()).isTrue();
        assertThat(walk(again.log()).subList(0, all.size())).isEqualTo(all);
    }

    @Test
    void refuses_a_reader_where_there_is_no_log() {
        assertThatThrownBy(() -> fixture.provider().openForReading()).isInstanceOf(LogUnavailableException.class);
        assertThat(fixture.provider().presence()).isEqualTo(LogPresence.ABSENT);
    }

    @Test
    void refuses_what_does_not_belong_among_the_segments() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 2, 1));
        log.close(StoreLeft.CLOSED_PROPERLY);
        if (declared(fixture.canHoldForeign(), fixture::addForeign)) {
            fixture.addForeign();

            LogRefusal reason = refused(storeThrough(last(all)));

            assertThat(reason).isInstanceOf(LogRefusal.ForeignFiles.class);
            assertThat(((LogRefusal.ForeignFiles) reason).names()).hasSize(1);
        } else {
            assertThat(walk(opened(storeThrough(last(all))).log(), Sequence.NONE))
                    .isEqualTo(all);
        }
    }

    @Test
    void knows_a_log_of_another_ledger() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 3, 1));
        log.close(StoreLeft.CLOSED_PROPERLY);
        ledger = events.ledgerId();
        SealedEvent elsewhere = events.chain(ledger, 3, 1).get(2).get(0);

        LogRefusal reason = refused(storeThrough(elsewhere));

        assertThat(reason).isInstanceOf(LogRefusal.OtherLedger.class);
        LogRefusal.OtherLedger other = (LogRefusal.OtherLedger) reason;
        assertThat(other.storeLedger()).isEqualTo(ledger);
        assertThat(Optional.of(other.logLedger().asHash())).contains(all.get(0).previousHash());
    }
}
