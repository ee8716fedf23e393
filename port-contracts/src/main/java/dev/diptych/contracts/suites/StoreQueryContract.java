package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.EventQuery.Order;
import dev.diptych.ports.driven.QueryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The contract of {@code EventLookups.query}: the same answer as looking at every event, page by page. */
public abstract class StoreQueryContract extends StoreContract {
    private QueryStore store;
    private List<SealedEvent> all;

    private void fill(int count) {
        store = openNew();
        all = insertChain(store, count, 8);
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(count));
    }

    @Test
    void finds_the_events_of_a_type() {
        fill(80);
        SealedEvent one = all.get(11);
        assertFound(EventQuery.ALL.ofType(one.type()), event -> event.type().equals(one.type()));
    }

    @Test
    void finds_the_events_of_a_source_with_and_without_a_name() {
        fill(80);
        SealedEvent named = first(event -> event.source().name().isPresent());
        assertFound(
                EventQuery.ALL.fromSource(named.source().type(), named.source().name()),
                event -> event.source().equals(named.source()));
        assertFound(
                EventQuery.ALL.fromSource(named.source().type(), Optional.empty()),
                event -> event.source().type().equals(named.source().type()));
    }

    @Test
    void finds_the_events_of_a_trace_and_of_a_session() {
        fill(80);
        SealedEvent traced = first(event -> event.traceId().isPresent());
        SealedEvent inSession = first(event -> event.sessionId().isPresent());
        assertFound(
                EventQuery.ALL.inTrace(traced.traceId().get()),
                event -> event.traceId().equals(traced.traceId()));
        assertFound(
                EventQuery.ALL.inSession(inSession.sessionId().get()),
                event -> event.sessionId().equals(inSession.sessionId()));
    }

    @Test
    void finds_the_events_that_have_a_tag_among_their_own() {
        fill(80);
        for (SealedEvent tagged : all.subList(0, 30)) {
            for (String tag : tagged.tags().values()) {
                assertFound(
                        EventQuery.ALL.tagged(tag),
                        event -> event.tags().values().contains(tag));
            }
        }
    }

    @Test
    void takes_a_tag_for_itself_and_not_for_a_part_of_another() {
        store = openNew();
        all = new ArrayList<>();
        List<EventDraft> drafts = new ArrayList<>();
        for (String tag : List.of("a", "a\",\"b", "b", "ab", "A", "%", "_", "\\", "\"")) {
            drafts.add(EventDraft.of("tagged.v1", "1").withTags(DomainTags.of("x", tag)));
        }
        List<SealedEvent> batch = events.seal(
                ChainHead.beforeFirst(ledger),
                drafts.stream().map(events::drafted).toList());
        insert(store, batch);
        all = batch;

        for (EventDraft draft : drafts) {
            String tag = draft.tags().values().get(1);
            assertFound(
                    EventQuery.ALL.tagged(tag), event -> event.tags().values().contains(tag));
            assertThat(store.query(EventQuery.ALL.tagged(tag)).events()).hasSize(1);
        }
        assertThat(store.query(EventQuery.ALL.tagged("x")).events()).hasSize(9);
    }

    @Test
    void finds_the_events_that_were_observed_in_a_span_of_time() {
        fill(80);
        List<EventTime> times =
                all.stream().map(SealedEvent::observedAt).sorted().distinct().toList();
        EventTime from = times.get(times.size() / 4);
        EventTime before = times.get(times.size() / 2);
        assertFound(
                EventQuery.ALL.observedBetween(Optional.of(from), Optional.empty()),
                event -> event.observedAt().compareTo(from) >= 0);
        assertFound(
                EventQuery.ALL.observedBetween(Optional.empty(), Optional.of(before)),
                event -> event.observedAt().compareTo(before) < 0);
        assertFound(
                EventQuery.ALL.observedBetween(Optional.of(from), Optional.of(before)),
                event -> event.observedAt().compareTo(from) >= 0
                        && event.observedAt().compareTo(before) < 0);
    }

    @Test
    void finds_only_what_fits_in_every_way_asked_for() {
        store = openNew();
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            EventDraft draft = EventDraft.of(i % 2 == 0 ? "even.v1" : "odd.v1", Integer.toString(i))
                    .withSource(EventSource.named("tool", i % 4 < 2 ? "a" : "b"))
                    .withTraceId(new TraceId(i % 8 < 4 ? "t" : "u"))
                    .withSessionId(new SessionId("s"));
            drafts.add(draft);
        }
        all = events.seal(
                ChainHead.beforeFirst(ledger),
                drafts.stream().map(events::drafted).toList());
        insert(store, all);

        EventQuery query = EventQuery.ALL
                .ofType(all.get(1).type())
                .fromSource("tool", Optional.of("a"))
                .inTrace(new TraceId("u"))
                .inSession(new SessionId("s"));
        assertThat(store.query(query).events()).containsExactly(all.get(5), all.get(13));
    }

    @Test
    void answers_page_by_page_in_either_order_without_repeating_or_hiding_one() {
        fill(53);
        for (int limit : List.of(1, 7, 53, 100)) {
            EventQuery oldest = EventQuery.ALL.limitedTo(limit);
            assertThat(pages(oldest, limit)).isEqualTo(all);
            List<SealedEvent> reversed = new ArrayList<>(all);
            Collections.reverse(reversed);
            assertThat(pages(oldest.inOrder(Order.NEWEST_FIRST), limit)).isEqualTo(reversed);
        }
    }

    @Test
    void goes_on_behind_the_last_page_when_events_were_appended_meanwhile() {
        fill(10);
        EventPage first = store.query(EventQuery.ALL.limitedTo(6));
        List<SealedEvent> more = events.batchOf(all.get(9).asHead(), 3);
        insert(store, more);

        EventPage second =
                store.query(EventQuery.ALL.beyond(first.next().orElseThrow()).limitedTo(100));

        List<SealedEvent> seen = new ArrayList<>(first.events());
        seen.addAll(second.events());
        List<SealedEvent> expected = new ArrayList<>(all);
        expected.addAll(more);
        assertThat(seen).isEqualTo(expected);
        assertThat(second.next()).isEmpty();
    }

    private SealedEvent first(Predicate<SealedEvent> wanted) {
        return all.stream().filter(wanted).findFirst().orElseThrow();
    }

    private void assertFound(EventQuery query, Predicate<SealedEvent> fits) {
        List<SealedEvent> expected = all.stream().filter(fits).toList();
        assertThat(store.query(query).events()).isEqualTo(expected).isNotEmpty();
    }

    private List<SealedEvent> pages(EventQuery query, int limit) {
        List<SealedEvent> seen = new ArrayList<>();
        Optional<EventQuery> next = Optional.of(query);
        while (next.isPresent()) {
            EventPage page = store.query(next.get());
            assertThat(page.events()).hasSizeBetween(1, limit);
            seen.addAll(page.events());
            next = page.next().map(query::beyond);
        }
        return seen;
    }
}
