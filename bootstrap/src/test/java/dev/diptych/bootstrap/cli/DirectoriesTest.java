package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where ledgers are made, and where they are not. */
class DirectoriesTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
    }

    @Test
    void init_makes_a_ledger_and_a_second_one_changes_nothing() {
        Cli.Result first = cli.run("init", "--dir", "mirror");
        cli.runWith(Drafts.lines(1, 3), "append", "--dir", "mirror", "--from", "-");
        Cli.Result second = cli.run("init", "--dir", "mirror", "--json");

        assertThat(first.out()).startsWith("made a ledger: log jsonl:" + folder.resolve("mirror/log"));
        assertThat(first.code()).isZero();
        assertThat(second.code()).isZero();
        assertThat(second.out()).startsWith("{\"made\":false,").endsWith("\"events\":3}\n");
        assertThat(cli.run("verify", "--dir", "mirror").code()).isZero();
    }

    @Test
    void an_empty_directory_is_as_good_as_a_missing_one() throws IOException {
        Files.createDirectories(folder.resolve("mirror"));

        assertThat(append().code()).isZero();
    }

    @Test
    void a_directory_with_foreign_files_is_refused_and_left_as_it_was() throws IOException {
        Files.createDirectories(folder.resolve("mirror"));
        Files.writeString(folder.resolve("mirror/holiday.jpg"), "x");

        Cli.Result result = append();

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("holiday.jpg").contains("diptych init --into-existing --dir");
        try (var files = Files.list(folder.resolve("mirror"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_ledger_is_made_among_foreign_files_when_that_is_asked_for_and_works_from_then_on() throws IOException {
        Files.createDirectories(folder.resolve("mirror"));
        Files.writeString(folder.resolve("mirror/holiday.jpg"), "x");

        assertThat(cli.run("init", "--dir", "mirror", "--into-existing").code()).isZero();
        assertThat(append().code()).isZero();
        assertThat(folder.resolve("mirror/holiday.jpg")).hasContent("x");
    }

    @Test
    void a_foreign_file_that_comes_later_does_no_harm() throws IOException {
        append();
        Files.writeString(folder.resolve("mirror/notes.txt"), "x");

        assertThat(append().code()).isZero();
        assertThat(cli.run("verify", "--dir", "mirror").code()).isZero();
    }

    @Test
    void a_file_in_the_directorys_place_is_refused() throws IOException {
        Files.writeString(folder.resolve("mirror"), "x");

        Cli.Result result = append();

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("is a file, not a directory").contains("Next: ");
        assertThat(folder.resolve("mirror")).hasContent("x");
    }

    @Test
    void a_sqlite_file_that_is_something_else_is_refused_and_left_as_it_was() throws IOException {
        Files.createDirectories(folder.resolve("mirror"));
        Files.writeString(folder.resolve("mirror/store.db"), "this is no database, but a letter to a friend");

        Cli.Result result = append();

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("store.db").contains("Next: ");
        assertThat(folder.resolve("mirror/store.db")).hasContent("this is no database, but a letter to a friend");
    }

    @Test
    void a_database_that_holds_other_tables_is_shared_only_when_that_is_asked_for() throws SQLException, IOException {
        Files.createDirectories(folder.resolve("mirror"));
        Ledgers.sql(
                folder.resolve("mirror"), "CREATE TABLE customers (name TEXT)", "INSERT INTO customers VALUES ('Ada')");

        Cli.Result refused = append();
        assertThat(refused.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(refused.err()).contains("--into-existing");

        assertThat(cli.run("init", "--dir", "mirror", "--into-existing").code()).isZero();
        assertThat(append().code()).isZero();
        assertThat(cli.run("verify", "--dir", "mirror").code()).isZero();
    }

    @Test
    void log_and_store_can_lie_elsewhere_and_apart() {
        String[] where = {
            "--log", "jsonl:" + folder.resolve("a%20b/log"), "--store", "sqlite:" + folder.resolve("c/app.db")
        };

        Cli.Result append = cli.runWith(
                Drafts.lines(1, 3), "append", "--dir", "unused", where[0], where[1], where[2], where[3], "--from", "-");

        assertThat(append.code()).as(append.err()).isZero();
        assertThat(folder.resolve("a b/log/00000000000000000001.jsonl")).isRegularFile();
        assertThat(folder.resolve("a b/writer")).isRegularFile();
        assertThat(folder.resolve("c/app.db")).isRegularFile();
        assertThat(folder.resolve("unused")).doesNotExist();
        assertThat(cli.run("verify", where[0], where[1], where[2], where[3]).code())
                .isZero();
    }

    @Test
    void a_directory_may_have_any_name() {
        String name = "Müller & Söhne #1? 100% +x";

        assertThat(cli.runWith(Drafts.lines(1, 3), "append", "--dir", name, "--from", "-")
                        .code())
                .isZero();
        assertThat(cli.run("verify", "--dir", name).code()).isZero();
        assertThat(folder.resolve(name).resolve("store.db")).isRegularFile();
    }

    @Test
    void an_input_that_is_missing_or_a_directory_is_refused_before_a_ledger_is_made() throws IOException {
        Files.createDirectories(folder.resolve("things"));

        Cli.Result missing = cli.run("append", "--dir", "mirror", "--from", "nowhere.jsonl");
        Cli.Result directory = cli.run("append", "--dir", "mirror", "--from", "things");

        assertThat(missing.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(missing.err()).contains("there is no such file").contains("Next: ");
        assertThat(directory.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(directory.err()).contains("it is a directory").contains("Next: ");
        assertThat(folder.resolve("mirror")).doesNotExist();
    }

    @Test
    void an_input_that_begins_with_a_byte_order_mark_is_refused_and_named() throws IOException {
        Files.write(folder.resolve("bom.jsonl"), ("\ufeff" + Drafts.lines(1, 1)).getBytes(StandardCharsets.UTF_8));

        Cli.Result result = cli.run("append", "--dir", "mirror", "--from", "bom.jsonl");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("line 1 refused: ").contains("byte order mark");
    }

    @Test
    void blank_lines_and_carriage_returns_do_no_harm() {
        Cli.Result result = cli.runWith(
                Drafts.lines(1, 2).replace("\n", "\r\n") + "\r\n  \n\n", "append", "--dir", "mirror", "--from", "-");

        assertThat(result.lines().get(0)).isEqualTo("appended 2 events · 0 already recorded");
    }

    @Test
    void nothing_to_append_makes_an_empty_ledger_in_parity() {
        Cli.Result result = cli.runWith("", "append", "--dir", "mirror", "--from", "-");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.lines().get(1)).startsWith("log 0 · store 0 · in parity · log intact");
    }

    private Cli.Result append() {
        return cli.runWith(Drafts.lines(1, 3), "append", "--dir", "mirror", "--from", "-");
    }
}
