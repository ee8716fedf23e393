package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction that was rolled back left behind is shown, and never as something that happened. */
class VoidEventsAreShownTest {
    @TempDir
    Path folder;

    private Path ledger;

    /** Five events: 2 and 3 are of a transaction that 4 tells to be aborted. */
    @BeforeEach
    void copy() throws IOException {
        ledger = Ledgers.copyOf(Checkout.root().resolve("golden/good-run-aborted"), folder.resolve("ledger"));
    }

    @Test
    void query_and_tail_mark_void_events() {
        for (String command : new String[] {"query", "tail"}) {
            String[] lines = run(command).split("\n");

            assertThat(lines).hasSize(5);
            assertThat(lines[0]).doesNotContain("void");
            assertThat(lines[1]).startsWith("2  ").endsWith("  void");
            assertThat(lines[2]).startsWith("3  ").endsWith("  void");
            assertThat(lines[3]).contains("diptych.transaction.aborted.v1").doesNotEndWith("void");
        }
    }

    @Test
    void query_and_tail_leave_them_out_if_asked_for_what_happened() {
        for (String command : new String[] {"query", "tail"}) {
            assertThat(run(command, "--happened").split("\n"))
                    .extracting(line -> line.substring(0, 1))
                    .containsExactly("1", "4", "5");
        }
    }

    @Test
    void in_json_a_void_event_says_so_behind_its_payload_and_all_others_are_their_lines() throws IOException {
        String[] lines = Ledgers.log(ledger).split("\n");

        assertThat(run("query", "--json").split("\n"))
                .containsExactly(
                        lines[0],
                        lines[1].substring(0, lines[1].length() - 1) + ",\"void\":true}",
                        lines[2].substring(0, lines[2].length() - 1) + ",\"void\":true}",
                        lines[3],
                        lines[4]);
        assertThat(run("show", "3", "--json")).endsWith(",\"payload\":{\"n\":3},\"void\":true}\n");
    }

    @Test
    void show_says_what_became_of_the_transaction() throws IOException {
        assertThat(run("show", "2")).contains("transaction   void: rolled back, it did not happen\n");
        assertThat(run("show", "1")).doesNotContain("transaction");

        ledger = Ledgers.copyOf(Checkout.root().resolve("golden/good-bound-line"), folder.resolve("committed"));
        assertThat(run("show", "2")).contains("transaction   committed\n");

        ledger = Ledgers.copyOf(Checkout.root().resolve("golden/run-undecided-with-rows"), folder.resolve("undecided"));
        assertThat(run("show", "3")).contains("transaction   undecided");
        assertThat(run("query", "--happened").split("\n")).hasSize(1);
    }

    @Test
    void the_view_of_what_happened_lacks_void_rows() throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + ledger.resolve("store.db"));
                Statement statement = store.createStatement();
                ResultSet happened = statement.executeQuery("SELECT group_concat(seq) FROM diptych_happened")) {
            assertThat(happened.getString(1)).isEqualTo("1,4,5");
        }
        assertThat(Files.exists(ledger.resolve("store.db"))).isTrue();
    }

    private String run(String command, String... more) {
        String[] words = new String[more.length + 3];
        words[0] = command;
        words[1] = "--dir";
        words[2] = ledger.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        Cli.Result result = Cli.in(folder).run(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }
}
