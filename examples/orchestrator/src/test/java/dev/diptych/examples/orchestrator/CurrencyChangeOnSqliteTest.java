package dev.diptych.examples.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.SettleAnswer;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The change on a real database that was the shop's before it held a ledger's store. */
final class CurrencyChangeOnSqliteTest {
    @TempDir
    Path directory;

    private Jdbi database;
    private Mirror mirror;
    private CurrencyChange change;

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified = MirrorVerifiedAfterEachTest.verifying(() -> mirror);

    @BeforeEach
    void a_shop_that_keeps_a_ledger_in_its_database() {
        database = Jdbi.create("jdbc:sqlite:" + directory.resolve("store.db"));
        database.useHandle(SqliteShop::open);
        mirror = Diptych.at(directory).intoExisting().open();
        mirror.append(CurrencyChange.boundary(), mirror.decide());
        change = new CurrencyChange(mirror);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void in_one_transaction_tables_flag_and_event_are_there_together() {
        TransactionAnswer<?> answer = change.inOneTransaction(tx -> new SqliteShop(tx.unwrap(Handle.class)));

        assertThat(answer).isInstanceOf(TransactionAnswer.Committed.class);
        requireChanged();
    }

    @Test
    void in_one_transaction_whatever_fails_leaves_the_shop_as_it_was() {
        TransactionAnswer<?> answer =
                change.inOneTransaction(tx -> new WithoutABackfill(new SqliteShop(tx.unwrap(Handle.class))));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        TransactionAnswer.RolledBack.class,
                        back -> assertThat(back.why()).contains("3 orders have no currency"));
        requireUnchanged();
    }

    @Test
    void in_a_transaction_of_the_shops_own_they_are_there_together() {
        SettleAnswer answer = change.inATransactionOfItsOwn(() -> OwnTransaction.on(database.open()));

        assertThat(answer).isInstanceOf(SettleAnswer.Committed.class);
        requireChanged();
    }

    @Test
    void in_a_transaction_of_the_shops_own_whatever_fails_leaves_it_as_it_was_and_the_event_void() {
        assertThatThrownBy(() ->
                        change.inATransactionOfItsOwn(() -> WithoutABackfill.in(OwnTransaction.on(database.open()))))
                .hasMessage("3 orders have no currency")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()[0]).hasMessageContaining("RolledBack"));

        requireUnchanged();
        assertThat(mirror.state().head().orElseThrow().sequence().value()).isEqualTo(3);
    }

    @Test
    void as_a_cutover_they_are_there_together_and_the_ledger_tells_which_plan_it_was() {
        CutoverAnswer answer = change.asACutover(tx -> new SqliteShop(tx.unwrap(Handle.class)), "operator@example.com");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        CutoverAnswer.CutOver.class,
                        done -> assertThat(done.report().epochAfter()).isEqualTo(2));
        requireChanged();
        assertThat(change.asACutover(tx -> new SqliteShop(tx.unwrap(Handle.class)), "operator@example.com"))
                .isInstanceOf(CutoverAnswer.AlreadyCommitted.class);
    }

    @Test
    void as_a_cutover_whatever_fails_leaves_the_shop_as_it_was() throws IOException {
        CutoverAnswer answer = change.asACutover(
                tx -> new WithoutABackfill(new SqliteShop(tx.unwrap(Handle.class))), "operator@example.com");

        assertThat(answer).isInstanceOf(CutoverAnswer.Aborted.class);
        requireUnchanged();
        assertThat(change.asACutover(tx -> new SqliteShop(tx.unwrap(Handle.class)), "operator@example.com"))
                .isInstanceOf(CutoverAnswer.CutOver.class);
        requireChanged();
    }

    private void requireChanged() {
        assertThat(columns()).containsExactly("id", "cents", "currency");
        assertThat(ask("SELECT DISTINCT currency FROM shop_orders")).containsExactly("EUR");
        assertThat(ask("SELECT name FROM shop_flags")).containsExactly("orders.currency");
        assertThat(mirror.verify(VerifyRequest.full()).isClean()).isTrue();
    }

    private void requireUnchanged() {
        assertThat(columns()).containsExactly("id", "cents");
        assertThat(ask("SELECT name FROM shop_flags")).isEmpty();
    }

    private List<String> columns() {
        return ask("SELECT name FROM pragma_table_info('shop_orders') ORDER BY cid");
    }

    private List<String> ask(String query) {
        return database.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
