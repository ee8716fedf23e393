package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.OutOfSequenceException;
import dev.diptych.ports.driven.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of {@link DurableLog}: what an append promises, what it refuses, and what may run beside it. */
public abstract class DurableLogContract extends LogContract {
    @Test
    void answers_an_append_with_the_head_and_has_it_from_then_on() {
        DurableLog log = openNew();

        for (List<SealedEvent> batch : events.chain(ledger, 30, 7)) {
            ChainHead head = log.append(batch);

            assertThat(head).isEqualTo(last(batch).asHead());
            assertThat(log.head()).contains(head);
        }
    }

    @Test
    void has_no_head_and_no_ledger_before_the_first_event_and_both_behind_it() {
        DurableLog log = openNew();
        assertThat(log.head()).isEmpty();
        assertThat(log.ledgerId()).isEmpty();
        assertThat(log.find(Sequence.FIRST)).isEmpty();
        assertThat(walk(log)).isEmpty();

        appendChain(log, 1, 1);

        assertThat(log.head()).isPresent();
        assertThat(log.ledgerId()).contains(ledger);
    }

    @Test
    void finds_each_event_by_its_sequence_byte_for_byte() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 60, 9));

        for (SealedEvent event : all) {
            assertThat(log.find(event.sequence())).contains(event);
        }
        assertThat(log.find(Sequence.NONE)).isEmpty();
        assertThat(log.find(Sequence.of(all.size() + 1L))).isEmpty();
    }

    @Test
    void walks_the_events_behind_any_sequence_in_their_order() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 40, 9));

        for (int after = 0; after <= all.size(); after++) {
            assertThat(walk(log, Sequence.of(after))).isEqualTo(all.subList(after, all.size()));
        }
        assertThat(walk(log, Sequence.of(all.size() + 5L))).isEmpty();
    }

    @Test
    void finds_everything_again_when_it_is_opened_again() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 50, 9));
        log.close(StoreLeft.CLOSED_PROPERLY);

        DurableLog again = opened(storeThrough(last(all))).log();

        assertThat(again.head()).contains(last(all).asHead());
        assertThat(again.ledgerId()).contains(ledger);
        assertThat(walk(again)).isEqualTo(all);
        List<SealedEvent> next = events.batchOf(last(all).asHead(), 3);
        assertThat(again.append(next)).isEqualTo(last(next).asHead());
        assertThat(again.find(last(all).sequence())).contains(last(all));
    }

    @Test
    void keeps_a_line_of_the_greatest_length() {
        DurableLog log = openNew();
        ChainHead before = ChainHead.beforeFirst(ledger);
        DraftedEvent longest = events.longest(before);
        SealedEvent event = events.seal(before, List.of(longest)).get(0);

        log.append(List.of(event));

        assertThat(event.lineLength()).isEqualTo(1_000_000);
        assertThat(log.find(Sequence.FIRST)).contains(event);
    }

    @Test
    void refuses_a_batch_that_skips_a_sequence_and_keeps_its_head() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = events.chain(ledger, 9, 1);
        log.append(chain.get(0));

        assertRefused(log, chain.get(2));
        assertThat(log.append(chain.get(1))).isEqualTo(last(chain.get(1)).asHead());
    }

    @Test
    void refuses_a_first_batch_that_does_not_begin_at_sequence_one() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = events.chain(ledger, 3, 1);

        assertRefused(log, chain.get(1));
        assertThat(log.append(chain.get(0))).isEqualTo(last(chain.get(0)).asHead());
    }

    @Test
    void refuses_a_batch_that_was_appended_before() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = appendChain(log, 6, 2);

        chain.forEach(batch -> assertRefused(log, batch));
        assertThat(walk(log)).isEqualTo(flat(chain));
    }

    @Test
    void refuses_a_batch_that_links_to_another_event() {
        DurableLog log = openNew();
        SealedEvent first = last(appendChain(log, 1, 1).get(0));
        ChainHead elsewhere = new ChainHead(first.sequence(), ledger.asHash());

        assertRefused(log, events.batchOf(elsewhere, 2));
    }

    @Test
    void refuses_a_part_of_a_batch_and_two_batches_in_one() {
        DurableLog log = openNew();
        SealedEvent first = last(appendChain(log, 1, 1).get(0));
        List<SealedEvent> batch = events.batchOf(first.asHead(), 4);
        List<SealedEvent> two = new ArrayList<>(batch);
        two.addAll(events.batchOf(last(batch).asHead(), 2));

        assertRefused(log, batch.subList(0, 2));
        assertRefused(log, batch.subList(1, 4));
        assertRefused(log, two);
        assertThat(log.append(batch)).isEqualTo(last(batch).asHead());
    }

    @Test
    void refuses_a_batch_whose_events_are_in_another_order_and_an_empty_one() {
        DurableLog log = openNew();
        SealedEvent first = last(appendChain(log, 1, 1).get(0));
        List<SealedEvent> batch = events.batchOf(first.asHead(), 2);

        assertRefused(log, List.of(batch.get(1), batch.get(0)));
        assertRefused(log, List.of(batch.get(0), batch.get(0)));
        assertRefused(log, List.of());
    }

    private static void assertRefused(DurableLog log, List<SealedEvent> batch) {
        List<SealedEvent> before = walk(log);
        assertThatThrownBy(() -> log.append(batch)).isInstanceOf(OutOfSequenceException.class);
        assertThat(log.isPoisoned()).isFalse();
        assertThat(walk(log)).isEqualTo(before);
    }

    @Test
    void moves_its_position_with_every_batch() {
        DurableLog log = openNew();
        List<Object> positions = new ArrayList<>(List.of(log.position()));

        for (List<SealedEvent> batch : events.chain(ledger, 10, 3)) {
            log.append(batch);
            positions.add(log.position());
        }

        assertThat(positions).doesNotHaveDuplicates().hasSizeGreaterThan(3);
    }

    @Test
    void shows_a_cursor_events_in_their_order_while_others_are_appended() {
        DurableLog log = openNew();
        List<SealedEvent> all = new ArrayList<>(flat(appendChain(log, 20, 4)));

        List<SealedEvent> seen = new ArrayList<>();
        try (EventCursor cursor = log.after(Sequence.NONE)) {
            while (cursor.advance()) {
                seen.add(cursor.event());
                if (all.size() < 40) {
                    List<SealedEvent> batch = events.batch(last(all).asHead(), 3);
                    log.append(batch);
                    all.addAll(batch);
                }
            }
        }

        assertThat(seen).hasSizeGreaterThanOrEqualTo(20).isEqualTo(all.subList(0, seen.size()));
    }

    @Test
    void refuses_to_show_an_event_before_the_first_step_and_behind_the_last() {
        DurableLog log = openNew();
        appendChain(log, 1, 1);
        try (EventCursor cursor = log.after(Sequence.NONE)) {
            assertThatThrownBy(cursor::event).isInstanceOf(IllegalStateException.class);
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.advance()).isFalse();
            assertThatThrownBy(cursor::event).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void answers_readers_on_other_threads_while_it_appends() {
        DurableLog log = openNew();
        List<SealedEvent> known = flat(appendChain(log, 30, 5));
        List<CompletableFuture<List<SealedEvent>>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> known.stream()
                    .map(event -> log.find(event.sequence()).orElseThrow())
                    .toList()));
            readers.add(CompletableFuture.supplyAsync(() -> walk(log).subList(0, known.size())));
        }
        ChainHead head = last(known).asHead();
        for (int i = 0; i < 30; i++) {
            head = log.append(events.batch(head, 3));
        }

        readers.forEach(reader -> assertThat(reader.join()).isEqualTo(known));
        assertThat(log.head()).contains(head);
    }

    @Test
    void takes_no_harm_when_the_calling_thread_is_interrupted() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = events.chain(ledger, 6, 2);
        Thread.currentThread().interrupt();
        try {
            chain.forEach(log::append);
            assertThat(walk(log)).isEqualTo(flat(chain));
            assertThat(log.find(Sequence.FIRST)).contains(chain.get(0).get(0));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(log.isPoisoned()).isFalse();
        log.append(events.batchOf(last(flat(chain)).asHead(), 2));
    }

    @Test
    void refuses_every_call_but_close_once_it_is_closed() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = appendChain(log, 2, 1);
        log.close(StoreLeft.NOT_KNOWN);
        log.close(StoreLeft.NOT_KNOWN);

        List<SealedEvent> next = events.batchOf(last(flat(chain)).asHead(), 1);
        assertThatThrownBy(() -> log.append(next)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.find(Sequence.FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> walk(log)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::head).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::ledgerId).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::position).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void says_so_when_an_event_is_damaged_in_any_region() {
        for (LineRegion region : LineRegion.values()) {
            fixture = newFixture();
            DurableLog log = openNew();
            List<SealedEvent> all = flat(appendChain(log, 7, 1));
            SealedEvent damaged = all.get(3);
            fixture.damage(damaged.sequence(), region);

            assertThatThrownBy(() -> log.find(damaged.sequence()))
                    .as("damage in %s", region)
                    .isInstanceOf(DamagedCopyException.class);
            assertThat(log.find(all.get(1).sequence())).contains(all.get(1));
            List<SealedEvent> seen = new ArrayList<>();
            try (EventCursor cursor = log.after(Sequence.NONE)) {
                assertThatThrownBy(() -> {
                            while (cursor.advance()) {
                                seen.add(cursor.event());
                            }
                        })
                        .as("damage in %s", region)
                        .isInstanceOf(DamagedCopyException.class);
            }
            assertThat(seen).isEqualTo(all.subList(0, 3));
            fixture.close();
        }
    }

    @Test
    void stops_where_the_log_was_replaced_under_it() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 3, 1));
        if (declared(fixture.canReplace(), fixture::replace)) {
            fixture.replace();

            assertThatThrownBy(() -> log.append(events.batchOf(last(all).asHead(), 1)))
                    .isInstanceOf(LogReplacedException.class);
        }
        assertThat(all).hasSize(3).allMatch(event -> log.head().isPresent());
    }

    @Test
    void takes_a_batch_back_that_did_not_fit_and_goes_on_when_there_is_room() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 2));
        List<SealedEvent> next = events.batchOf(last(all).asHead(), 40);
        if (declared(fixture.canRunFull(), fixture::runFull)) {
            fixture.runFull();
            assertThatThrownBy(() -> log.append(next)).isInstanceOf(LogNotWrittenException.class);
            assertThat(log.isPoisoned()).isFalse();
            assertThat(log.head()).contains(last(all).asHead());
            assertThat(walk(log)).isEqualTo(all);
            fixture.makeRoom();
        }

        assertThat(log.append(next)).isEqualTo(last(next).asHead());
        assertThat(log.find(last(next).sequence())).contains(last(next));
    }

    @Test
    void takes_no_more_appends_once_a_force_has_failed() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 2));
        List<SealedEvent> next = events.batchOf(last(all).asHead(), 2);
        if (declared(fixture.canFailForces(), fixture::failNextForce)) {
            fixture.failNextForce();
            assertThatThrownBy(() -> log.append(next)).isInstanceOf(LogOutcomeUnknownException.class);
            assertThat(log.isPoisoned()).isTrue();
            assertThat(log.head()).contains(last(all).asHead());
            assertThatThrownBy(() -> log.append(next)).isInstanceOf(PortException.class);
            assertThat(walk(log)).isEqualTo(all);
        } else {
            assertThat(log.append(next)).isEqualTo(last(next).asHead());
            assertThat(log.find(last(next).sequence())).contains(last(next));
        }
    }
}
