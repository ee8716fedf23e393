package dev.diptych.bootstrap.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.BoundEvent;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.MirrorTransaction;
import dev.diptych.ports.driving.SettleAnswer;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Events in transactions of a caller with tables of its own, on SQLite, from one end to the other. */
class TransactionsOnSqliteTest {
    @TempDir
    Path parent;

    private Path directory;

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified = MirrorVerifiedAfterEachTest.verifying(
            () -> request -> Diptych.at(directory).verify(request));

    @BeforeEach
    void makeALedgerWithOrders() {
        directory = parent.resolve("ledger");
        try (Mirror mirror = Diptych.open(directory)) {
            assertThat(mirror.append(draft("e-1"), decision(mirror))).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        try (Handle handle = callersOwn()) {
            handle.execute("CREATE TABLE orders (id TEXT PRIMARY KEY ON CONFLICT ROLLBACK, of_event INTEGER NOT NULL)");
        }
    }

    @Test
    void an_order_and_its_event_are_there_together() {
        try (Mirror mirror = Diptych.open(directory)) {
            TransactionAnswer<Integer> answer = mirror.inTransaction(tx -> {
                tx.append(draft("b-1"), decision(mirror));
                return tx.unwrap(Handle.class).execute("INSERT INTO orders VALUES ('o-1', 2)");
            });

            assertThat(answer)
                    .isEqualTo(new TransactionAnswer.Committed<>(1, List.of(receipt(mirror, "b-1")), Optional.empty()));
            assertThat(mirror.append(draft("e-2"), decision(mirror))).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(orders()).containsExactly("o-1");
    }

    @Test
    void neither_an_order_nor_its_event_happened_where_the_work_failed() {
        try (Mirror mirror = Diptych.open(directory)) {
            TransactionAnswer<Void> answer = mirror.inTransaction(tx -> {
                tx.append(draft("b-1"), decision(mirror));
                tx.unwrap(Handle.class).execute("INSERT INTO orders VALUES ('o-1', 2)");
                throw new IllegalStateException("no stock");
            });

            assertThat(answer).isInstanceOf(TransactionAnswer.RolledBack.class);
            assertThat(mirror.append(draft("b-1"), decision(mirror))).isInstanceOf(AppendAnswer.EventVoid.class);
        }
        assertThat(orders()).isEmpty();
    }

    @Test
    void a_conflict_that_rolls_back_inside_and_is_swallowed_leaves_nothing() {
        try (Mirror mirror = Diptych.open(directory)) {
            TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
                Handle handle = tx.unwrap(Handle.class);
                tx.append(draft("b-1"), decision(mirror));
                handle.execute("INSERT INTO orders VALUES ('o-1', 2)");
                assertThatThrownBy(() -> handle.execute("INSERT INTO orders VALUES ('o-1', 3)"))
                        .isInstanceOf(RuntimeException.class);
                assertThatThrownBy(() -> handle.execute("INSERT INTO orders VALUES ('o-2', 3)"))
                        .isInstanceOf(RuntimeException.class);
                return "swallowed";
            });

            assertThat(answer).isInstanceOf(TransactionAnswer.RolledBack.class);
        }
        assertThat(orders()).isEmpty();
    }

    @Test
    void what_the_work_has_of_the_connection_neither_commits_nor_outlives_the_transaction() {
        try (Mirror mirror = Diptych.open(directory)) {
            TransactionAnswer<Connection> answer = mirror.inTransaction(tx -> {
                Connection connection = tx.unwrap(Connection.class);
                assertThatThrownBy(connection::commit).isInstanceOf(Exception.class);
                tx.append(draft("b-1"), decision(mirror));
                return connection;
            });

            Connection kept = answer.fold(TransactionAnswer.Committed::value, this::not, this::not, this::not);
            assertThatThrownBy(() -> kept.createStatement().execute("INSERT INTO orders VALUES ('o-1', 2)"))
                    .isInstanceOf(Exception.class);
        }
        assertThat(orders()).isEmpty();
    }

    @Test
    void a_statement_that_never_ends_is_interrupted_when_the_time_is_over() {
        try (Mirror mirror = Diptych.open(directory)) {
            TransactionAnswer<Integer> answer =
                    mirror.inTransaction(TransactionOptions.DEFAULT.withTimeMax(Duration.ofMillis(1)), tx -> {
                        tx.append(draft("b-1"), decision(mirror));
                        return endless(tx);
                    });

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            TransactionAnswer.RolledBack.class,
                            rolledBack -> assertThat(rolledBack.why()).contains("its time was over"));
            assertThat(mirror.append(draft("e-2"), decision(mirror))).isInstanceOf(AppendAnswer.Mirrored.class);
        }
    }

    @Test
    void a_caller_with_a_connection_of_its_own_commits_and_settles() {
        try (Mirror mirror = Diptych.open(directory);
                Handle handle = callersOwn()) {
            BoundEvent bound = bind(mirror);
            handle.execute("BEGIN IMMEDIATE");
            handle.execute("INSERT INTO orders VALUES ('o-1', 2)");
            assertThat(bound.mirrorInto(handle)).isEqualTo(new MirrorSingleEventOutcome.Inserted(Sequence.of(2)));
            handle.execute("COMMIT");

            assertThat(bound.settle()).isEqualTo(new SettleAnswer.Committed(bound.receipt(), Optional.empty()));
            assertThat(mirror.append(draft("e-2"), decision(mirror))).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(orders()).containsExactly("o-1");
    }

    @Test
    void a_caller_with_a_connection_of_its_own_rolls_back_and_never_settles() {
        try (Mirror mirror = Diptych.open(directory);
                Handle handle = callersOwn()) {
            BoundEvent bound = bind(mirror);
            handle.execute("BEGIN IMMEDIATE");
            handle.execute("INSERT INTO orders VALUES ('o-1', 2)");
            bound.mirrorInto(handle);
            handle.execute("ROLLBACK");
        }
        try (Mirror mirror = Diptych.open(directory)) {
            assertThat(mirror.append(draft("b-1"), decision(mirror))).isInstanceOf(AppendAnswer.EventVoid.class);
        }
        assertThat(orders()).isEmpty();
    }

    private static int endless(MirrorTransaction tx) {
        return tx.unwrap(Handle.class)
                .createQuery("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
                .mapTo(Integer.class)
                .one();
    }

    private Handle callersOwn() {
        return Jdbi.create("jdbc:sqlite:" + directory.resolve("store.db")).open();
    }

    private List<String> orders() {
        try (Handle handle = callersOwn()) {
            return handle.createQuery("SELECT id FROM orders ORDER BY id")
                    .mapTo(String.class)
                    .list();
        }
    }

    private static BoundEvent bind(Mirror mirror) {
        return mirror.bind(draft("b-1"), decision(mirror)).fold(BindAnswer.Bound::event, refused -> {
            throw new AssertionError("it was not bound: " + refused);
        });
    }

    private <R> R not(TransactionAnswer<?> other) {
        throw new AssertionError("the transaction ended otherwise: " + other);
    }

    private static AppendReceipt receipt(Mirror mirror, String id) {
        return AppendReceipt.of(mirror.find(new EventId(id)).orElseThrow());
    }

    private static EventDraft draft(String id) {
        return EventDraft.of("com.example.noted.v1", "{\"of\":\"" + id + "\"}").withId(new EventId(id));
    }

    private static PolicyDecision decision(Mirror mirror) {
        return mirror.decide(List.of(), Optional.empty());
    }
}
