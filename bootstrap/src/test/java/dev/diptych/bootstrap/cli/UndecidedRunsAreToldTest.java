package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code diptych recover} and {@code diptych replay} say of a transaction whose outcome the log does not tell. */
class UndecidedRunsAreToldTest {
    @TempDir
    private Path folder;

    private Cli cli;
    private Path ledger;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
        ledger = folder.resolve("mirror");
    }

    @Test
    void recover_finds_that_it_was_committed_where_its_rows_are_there_and_says_so() {
        committedAndNotTold();
        Cli.Result before = cli.run("verify");

        Cli.Result recovered = cli.run("recover");
        Cli.Result again = cli.run("recover");

        assertThat(before.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(before.out()).contains("undecided");
        assertThat(recovered.code()).as(recovered.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(recovered.out())
                .contains("recovered: the transaction of the bound event 2 was committed; the log tells it now");
        assertThat(again.lines()).containsExactly("nothing to mend");
        assertThat(cli.run("verify").out()).startsWith("log 3 · store 3 · in parity · log intact");
        assertThat(cli.run("show", "2").out()).contains("transaction   committed\n");
    }

    @Test
    void recover_finds_that_it_was_aborted_where_its_rows_are_not_there_and_says_so() {
        rolledBackByACrash();

        Cli.Result recovered = cli.run("recover");

        assertThat(recovered.code()).as(recovered.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(recovered.out())
                .contains("recovered: the transaction of the bound event 2 was aborted; the log tells it now");
        assertThat(cli.run("verify").code()).isEqualTo(ExitCodes.GOOD);
        assertThat(cli.run("show", "2").out()).contains("transaction   void");
    }

    @Test
    void recover_tells_it_as_json() {
        committedAndNotTold();

        Cli.Result recovered = cli.run("recover", "--json");

        assertThat(recovered.code()).as(recovered.err()).isEqualTo(ExitCodes.GOOD);
        Map<String, Object> report = JsonTree.object(recovered.out());
        assertThat(report).containsEntry("outcome", "recovered");
        assertThat(report.get("settled"))
                .isEqualTo(Map.of("outcome", "committed", "first_seq", 2L, "last_seq", 2L, "decided_by", "recovery"));
        assertThat(JsonTree.object(cli.run("recover", "--json").out())).doesNotContainKey("settled");
    }

    @Test
    void an_append_settles_it_first_and_says_so() {
        rolledBackByACrash();

        Cli.Result appended = cli.runWith(Drafts.lines(2, 2), "append", "--from", "-");

        assertThat(appended.code()).as(appended.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(appended.err())
                .contains("recovered: the transaction of the bound event 2 was aborted; the log tells it now");
        assertThat(appended.out()).contains("log 4 · store 4 · in parity");
    }

    @Test
    void replay_leaves_it_undecided_and_names_what_settles_it() throws IOException {
        rolledBackByACrash();
        Ledgers.deleteStore(ledger);
        String log = Ledgers.log(ledger);

        Cli.Result replayed = cli.run("replay");

        assertThat(replayed.code()).as(replayed.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(replayed.lines().get(0))
                .startsWith("replayed 2 events: 1 inserted · 0 already present · the store was made");
        assertThat(replayed.lines().get(1))
                .isEqualTo(
                        "  undecided: 1 bound event at the end, which was left as it is. Next: diptych recover, which"
                                + " finds out how the transaction ended");
        assertThat(Ledgers.log(ledger)).isEqualTo(log);
        assertThat(cli.run("verify").code()).isEqualTo(ExitCodes.FINDING);
        assertThat(cli.run("recover").out()).contains("was aborted; the log tells it now");
        assertThat(cli.run("verify").code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void replay_counts_it_as_json() throws IOException {
        rolledBackByACrash();
        Ledgers.deleteStore(ledger);

        Cli.Result replayed = cli.run("replay", "--json");

        assertThat(replayed.code()).as(replayed.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(replayed.out()))
                .containsEntry("outcome", "replayed")
                .containsEntry("undecided", 1L)
                .containsEntry("inserted", 1L)
                .containsEntry("store_made", true);
    }

    @Test
    void replay_takes_no_row_of_it_away_that_the_caller_committed() {
        committedAndNotTold();

        Cli.Result replayed = cli.run("replay", "--json");
        Cli.Result recovered = cli.run("recover");

        assertThat(replayed.code()).as(replayed.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(replayed.out())).containsEntry("undecided", 1L);
        assertThat(recovered.out()).contains("was committed; the log tells it now");
    }

    @Test
    void a_backup_that_ends_inside_it_is_settled_by_the_first_opening_behind_its_restore() {
        Cli.Result appended = cli.runWith(Drafts.lines(1, 1), "append", "--from", "-", "--verify", "none");
        assertThat(appended.code()).as(appended.err()).isZero();
        UndecidedRuns.copyOf(ledger, folder.resolve("kept"));

        Cli.Result restored = cli.run("restore", "kept", "--dir", "elsewhere");
        Cli.Result next = cli.runWith(Drafts.lines(2, 2), "append", "--from", "-", "--dir", "elsewhere");

        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(restored.out()).contains("undecided");
        assertThat(next.code()).as(next.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(next.err()).contains("was committed; the log tells it now");
        assertThat(next.out()).contains("log 4 · store 4 · in parity");
        assertThat(cli.run("query", "--dir", "elsewhere", "--happened").lines()).hasSize(4);
    }

    private void committedAndNotTold() {
        Path copy = UndecidedRuns.copyOf(ledgerOfOneEvent(), folder.resolve("copy"));
        Cli.Result restored = cli.run("restore", copy.toString());
        assertThat(restored.code()).as(restored.err()).isZero();
    }

    private void rolledBackByACrash() {
        UndecidedRuns.copyWithoutRows(ledgerOfOneEvent(), ledger);
    }

    private Path ledgerOfOneEvent() {
        Cli.Result appended =
                cli.runWith(Drafts.lines(1, 1), "append", "--from", "-", "--dir", "other", "--verify", "none");
        assertThat(appended.code()).as(appended.err()).isZero();
        return folder.resolve("other");
    }
}
