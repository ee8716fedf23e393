package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.OutdatedStoreException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoreUpgrade;
import dev.diptych.ports.driving.CutoverStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that an older program made is read by this one, not written, and brought up to date in one transaction. */
final class StoresOfSchemaOneTest {
    private static final String SCHEMA = "SELECT group_concat(type || name || sql, ';' ORDER BY name)"
            + " FROM sqlite_schema WHERE name GLOB 'diptych_*'";

    private final SeededEvents events = SeededEvents.fresh();

    @TempDir
    Path directory;

    private Path file;
    private List<SealedEvent> all;

    @BeforeEach
    void a_store_of_schema_1() {
        file = directory.resolve("old.db");
        SignedChain signed = SignedChain.ofLedger(7);
        signed.signedBatch(TwinSigner.of(1), "one", "two");
        signed.unsigned("three");
        signed.signed(TwinSigner.of(2), "four");
        List<List<SealedEvent>> chain = List.of(signed.events(), events.batchOf(signed.head(), 36));
        OldStores.make(file, StoreOptions.OWN);
        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            Stores.fill(store, chain);
        }
        all = Stores.flat(chain);
    }

    @Test
    void it_is_refused_by_who_writes_and_says_what_to_do() throws SQLException {
        String before = Stores.ask(file, SCHEMA);

        assertThatThrownBy(() -> Stores.at(file).openForWriting())
                .isInstanceOf(OutdatedStoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("expected schema 2, found schema 1. Nothing was changed")
                .hasMessageEndingWith("Next: diptych cutover run, which brings it up to date");

        assertThat(Stores.ask(file, SCHEMA)).isEqualTo(before);
    }

    @Test
    void it_is_read_and_queried_as_it_is() throws SQLException {
        try (StoreReader reader = Stores.at(file).openForReading()) {
            assertThat(reader.identity().schema()).isEqualTo(1);
            assertThat(Stores.rows(reader)).hasSize(40).allMatch(row -> row.holds(all.get((int) row.sequence() - 1)));
            assertThat(reader.find(all.get(7).id())).contains(all.get(7));
            assertThat(reader.attestation(Sequence.of(1))).isEmpty();
            assertTagsFound(reader);
        }
        assertThat(Stores.ask(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'diptych_event_tags'"))
                .isEqualTo("0");
    }

    private void assertTagsFound(StoreReader reader) {
        for (SealedEvent event : all) {
            for (String tag : event.tags().values()) {
                assertThat(reader.query(EventQuery.ALL.tagged(tag).limitedTo(1_000))
                                .events())
                        .isEqualTo(all.stream()
                                .filter(other -> other.tags().values().contains(tag))
                                .toList());
            }
        }
    }

    @Test
    void it_is_written_in_schema_1_by_who_brings_it_up_to_date() throws SQLException {
        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            store.inTransaction(transaction -> {
                transaction.insert(events.batchOf(all.get(39).asHead(), 3));
                return 3;
            });
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(43));
            assertThat(store.identity().schema()).isEqualTo(1);
        }
        assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("1");
    }

    @Test
    void it_goes_on_in_schema_2_when_the_steps_were_committed_and_the_event_behind_them_is_written_so() {
        SealedEvent boundary =
                BoundEvents.behind(events, all.get(39).asHead(), 1).get(0);
        List<SealedEvent> behind = events.batchOf(boundary.asHead(), 2);
        try (QueryStore store = Stores.at(file).openForUpgrade();
                StoreReader reader = Stores.at(file).openForReading()) {
            upgrade(store, boundary);

            assertThat(store.identity().schema()).isEqualTo(2);
            assertThat(store.identity().epoch()).isEqualTo(2);
            store.inTransaction(transaction -> {
                transaction.insert(behind);
                return behind;
            });
            all = java.util.stream.Stream.of(all, List.of(boundary), behind)
                    .flatMap(List::stream)
                    .toList();
            for (StoreReader each : List.of(store, reader)) {
                assertThat(each.attestation(Sequence.of(41))).contains(Attestation.UNSIGNED);
                assertAttested(each);
                assertTagsFound(each);
            }
        }
        try (QueryStore again = Stores.at(file).openForWriting()) {
            assertThat(again.note()).isEmpty();
            assertThat(Stores.rows(again)).hasSize(43).allMatch(row -> row.holds(all.get((int) row.sequence() - 1)));
        }
        assertThat(Stores.at(file).upgrade()).isEmpty();
    }

    private void assertAttested(StoreReader store) {
        for (SealedEvent event : all) {
            assertThat(store.attestation(event.sequence()))
                    .contains(event.isSigned() ? Attestation.LEGACY_UNATTESTED : Attestation.UNSIGNED);
        }
    }

    @Test
    void it_is_then_letter_by_letter_what_a_new_store_is() throws SQLException {
        Path born = directory.resolve("born.db");
        try (QueryStore store = Stores.at(born).create(Stores.ID)) {
            Stores.fill(store, List.of(all));
        }
        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            upgrade(store, BoundEvents.behind(events, all.get(39).asHead(), 1).get(0));
        }

        assertThat(Stores.ask(file, SCHEMA)).isEqualTo(Stores.ask(born, SCHEMA)).contains("attestation");
        assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo(Stores.ask(born, "PRAGMA user_version"));
        String tags =
                "SELECT group_concat(seq || ' ' || pos || ' ' || tag, ';' ORDER BY seq, pos) FROM diptych_event_tags"
                        + " WHERE seq <= 40";
        assertThat(Stores.ask(file, tags)).isEqualTo(Stores.ask(born, tags)).contains(";");
        assertThat(Stores.ask(file, "SELECT attestation FROM diptych_happened LIMIT 1"))
                .isNotEqualTo("no row");
    }

    @Test
    void it_is_as_it_was_when_the_steps_were_rolled_back() throws SQLException {
        String before = Stores.ask(file, SCHEMA);
        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            BoundStoreTransaction transaction = store.beginBound();
            run(transaction, steps());
            assertThat(transaction.identity().schema()).isEqualTo(2);
            transaction.rollBack();

            assertThat(store.identity().schema()).isEqualTo(1);
            store.inTransaction(ordinary -> {
                ordinary.insert(events.batchOf(all.get(39).asHead(), 2));
                return ordinary;
            });
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(42));
        }
        assertThat(Stores.ask(file, SCHEMA)).isEqualTo(before);
        assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("1");
    }

    @Test
    void its_steps_find_what_one_of_them_left_out() {
        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            List<CutoverStep> steps = steps();
            for (int left = 1; left < steps.size(); left++) {
                int out = left;
                BoundStoreTransaction transaction = store.beginBound();
                for (CutoverStep step : steps) {
                    if (!step.equals(steps.get(out))) {
                        apply(step, transaction);
                    }
                }
                assertThat(check(steps.get(out), transaction))
                        .as(steps.get(out).name())
                        .isNotEmpty();
                transaction.rollBack();
            }
        }
    }

    @Test
    void its_steps_find_what_was_changed_behind_them() throws Exception {
        try (QueryStore store = Stores.at(file).openForUpgrade()) {
            assertFound(store, "DROP TRIGGER diptych_event_tags_update", "trigger diptych_event_tags_update");
            assertFound(store, "UPDATE diptych_mirror SET unlocked = 1", "stores were left unlocked");
            assertFound(store, "INSERT INTO diptych_event_tags VALUES (1, 99, 'x')", "1 rows of diptych_event_tags");
            assertFound(store, "UPDATE diptych_mirror SET store_schema = 1", "another schema than 2");
        }
    }

    private static void assertFound(QueryStore store, String statement, String expected) throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        for (CutoverStep step : steps()) {
            apply(step, transaction);
        }
        Stores.run(transaction.unwrap(Connection.class), statement);
        List<String> found = steps().stream()
                .flatMap(step -> check(step, transaction).stream())
                .toList();
        transaction.rollBack();
        assertThat(String.join("; ", found)).contains(expected);
    }

    @Test
    void its_steps_have_the_same_digests_whatever_store_they_are_for() {
        assertThat(steps())
                .extracting(step -> step.digest().hex())
                .doesNotHaveDuplicates()
                .hasSize(4);
        Path other = directory.resolve("other.db");
        OldStores.make(other, StoreOptions.OWN);

        StoreUpgrade upgrade = Stores.at(other).upgrade().orElseThrow();

        assertThat(upgrade.from()).isEqualTo(1);
        assertThat(upgrade.to()).isEqualTo(2);
        assertThat(upgrade.steps())
                .extracting(CutoverStep::outline)
                .isEqualTo(Stores.at(file).upgrade().orElseThrow().steps().stream()
                        .map(CutoverStep::outline)
                        .toList());
    }

    @Test
    void its_file_s_own_version_is_left_alone_where_it_is_shared() throws SQLException {
        Path shared = directory.resolve("shared.db");
        Stores.run(shared, "CREATE TABLE theirs (x)", "PRAGMA user_version = 77");
        OldStores.make(shared, StoreOptions.shareExisting());
        try (QueryStore store = Stores.at(shared).openForUpgrade()) {
            BoundStoreTransaction transaction = store.beginBound();
            run(transaction, steps());
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
        }

        assertThat(Stores.ask(shared, "PRAGMA user_version")).isEqualTo("77");
        Stores.at(shared).openForWriting().close();
    }

    @Test
    void its_steps_run_in_a_transaction_that_the_caller_brought() throws SQLException {
        try (QueryStore store = Stores.at(file).openForUpgrade();
                Connection callers = Stores.shell(file)) {
            Stores.run(callers, "BEGIN IMMEDIATE");
            run(store.join(callers), steps());
            SealedEvent next = events.batchOf(all.get(39).asHead(), 1).get(0);
            store.join(callers).insert(List.of(next));
            Stores.run(callers, "COMMIT");

            assertThat(store.identity().schema()).isEqualTo(2);
            assertThat(store.attestation(next.sequence())).isPresent();
        }
    }

    @Test
    void nothing_is_outdated_where_nothing_is() {
        assertThat(Stores.at(directory.resolve("nothing.db")).upgrade()).isEmpty();
        assertThat(Files.exists(directory.resolve("nothing.db"))).isFalse();
    }

    private static void upgrade(QueryStore store, SealedEvent boundary) {
        BoundStoreTransaction transaction = store.beginBound();
        run(transaction, steps());
        transaction.raiseEpoch();
        transaction.insert(List.of(boundary));
        for (CutoverStep step : steps()) {
            assertThat(check(step, transaction)).isEmpty();
        }
        assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
    }

    private static void run(StoreTransaction transaction, List<CutoverStep> steps) {
        steps.forEach(step -> apply(step, transaction));
        steps.forEach(
                step -> assertThat(check(step, transaction)).as(step.name()).isEmpty());
    }

    private static List<CutoverStep> steps() {
        return SchemaTwoSteps.ALL;
    }

    private static void apply(CutoverStep step, StoreTransaction transaction) {
        try {
            step.apply(transaction);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> check(CutoverStep step, StoreTransaction transaction) {
        try {
            return step.check(transaction);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
