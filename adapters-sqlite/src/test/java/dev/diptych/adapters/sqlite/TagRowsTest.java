package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreTransaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of tags holds what the events say, on every way in, and nobody changes it without unlocking the store. */
final class TagRowsTest {
    private static final String TAGS =
            "SELECT coalesce(group_concat(seq || ':' || pos || ':' || tag, ' ' ORDER BY seq, pos), '') FROM diptych_event_tags";

    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(31);
    private Path file;
    private QueryStore store;

    @BeforeEach
    void a_new_store() {
        file = directory.resolve("store.db");
        store = Stores.at(file).create(Stores.ID);
    }

    @AfterEach
    void closed() {
        store.close();
    }

    /** Tags a and b, then c, then none. */
    private List<SealedEvent> tagged(int count) {
        LedgerId ledger = events.ledgerId();
        List<DraftedEvent> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventDraft draft = EventDraft.of("tagged.v1", "1");
            DomainTags tags = i == 0 ? DomainTags.of("a", "b") : i == 1 ? DomainTags.of("c") : DomainTags.NONE;
            drafts.add(events.drafted(draft.withTags(tags)));
        }
        return events.seal(ChainHead.beforeFirst(ledger), drafts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 2_000})
    void the_tags_of_few_and_of_many_events_are_there_in_their_places(int count) throws SQLException {
        inserted(tagged(count), StoreTransaction::insert);

        assertThat(Stores.ask(file, TAGS)).isEqualTo(count == 1 ? "1:0:a 1:1:b" : "1:0:a 1:1:b 2:0:c");
        assertThat(store.query(EventQuery.ALL.tagged("b")).events()).hasSize(1);
    }

    @Test
    void a_void_event_keeps_its_tags_and_is_found_by_them() throws SQLException {
        SealedEvent bound = BoundEvents.bound(tagged(1).get(0));
        inserted(List.of(bound), StoreTransaction::insertVoid);

        assertThat(Stores.ask(file, TAGS)).isEqualTo("1:0:a 1:1:b");
        assertThat(store.query(EventQuery.ALL.tagged("a")).events()).containsExactly(bound);
    }

    private void inserted(List<SealedEvent> all, BiConsumer<StoreTransaction, List<SealedEvent>> how) {
        store.inTransaction(transaction -> {
            how.accept(transaction, all);
            return all;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE diptych_event_tags SET tag = 'x'",
                "DELETE FROM diptych_event_tags",
                "INSERT INTO diptych_event_tags VALUES (1, 0, 'x')",
                "INSERT OR REPLACE INTO diptych_event_tags VALUES (1, 0, 'x')",
            })
    void a_statement_that_would_change_a_tag_is_refused(String statement) throws SQLException {
        inserted(tagged(2_000), StoreTransaction::insert);

        try (Connection shell = Stores.shell(file)) {
            assertThatThrownBy(() -> Stores.run(shell, statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("diptych: ");
        }

        assertThat(Stores.ask(file, TAGS)).isEqualTo("1:0:a 1:1:b 2:0:c");
    }

    @Test
    void tags_follow_a_row_that_a_hand_changes_or_takes_away() throws SQLException {
        List<SealedEvent> all = tagged(3);
        inserted(all, StoreTransaction::insert);
        Stores.run(
                file,
                "UPDATE diptych_mirror SET unlocked = 1",
                "DELETE FROM diptych_events WHERE seq = 2",
                "UPDATE diptych_events SET domain_tags = '[\"d\"]' WHERE seq = 3",
                "UPDATE diptych_events SET domain_tags = 'no tags' WHERE seq = 1",
                "UPDATE diptych_mirror SET unlocked = 0");
        assertThat(Stores.ask(file, TAGS)).isEqualTo("3:0:d");

        inserted(all.subList(1, 2), StoreTransaction::insert);

        assertThat(Stores.ask(file, TAGS)).isEqualTo("2:0:c 3:0:d");
    }
}
