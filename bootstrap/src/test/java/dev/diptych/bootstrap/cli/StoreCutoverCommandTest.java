package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diptych cutover run --to}: with real files, and with processes that know nothing of each other. */
class StoreCutoverCommandTest {
    @TempDir
    Path folder;

    private Cli cli;
    private String to;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
        to = "sqlite:" + folder.resolve("elsewhere/new.db");
    }

    @Test
    void it_tells_which_store_has_the_place_and_how_the_ledger_is_opened_from_now_on() {
        append(1, 5);

        Cli.Result run = cli.run("cutover", "run", "--to", to);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines().get(0)).startsWith("cut over: from sequence 6 on, store ");
        assertThat(run.out())
                .contains("epoch 2 · through sequence 6 · 5 rows copied · 0 taken up")
                .contains("log 5 · store 5 · in parity · log intact (every event compared)")
                .contains("next: open it with the new store: diptych status --store " + to);
        assertThat(cli.run("verify", "--store", to).code()).isZero();
        assertThat(cli.runWith(Drafts.lines(6, 8), "append", "--from", "-", "--store", to)
                        .code())
                .isZero();
        assertThat(cli.run("verify", "--store", to).out()).startsWith("log 9 · store 9 · in parity · log intact");
    }

    @Test
    void its_report_as_json_has_both_stores_the_boundary_and_both_verifications() throws IOException {
        append(1, 3);

        Cli.Result run = cli.run("cutover", "run", "--to", to, "--json");

        assertThat(run.code()).as(run.err()).isZero();
        Map<String, Object> report = JsonTree.object(run.out());
        assertThat(report.get("outcome")).isEqualTo("cut_over");
        assertThat(at(report, "to", "location")).isEqualTo(to);
        assertThat(at(report, "to", "epoch")).isEqualTo(2L);
        assertThat(at(report, "from", "store_id")).isNotEqualTo(at(report, "to", "store_id"));
        assertThat(report.get("boundary")).asString().startsWith("4:");
        assertThat(report.get("head")).asString().startsWith("3:");
        assertThat(at(report, "verification", "level")).isEqualTo("full");
        assertThat(at(report, "verification_behind_fence", "level")).isEqualTo("since");
        assertThat((Long) report.get("fence_millis")).isNotNegative();
        assertThat(report.get("arguments_from_now_on")).isEqualTo("--store " + to);
    }

    @Test
    void whoever_still_uses_the_store_before_is_refused_and_told_where_to_go() {
        append(1, 3);
        cli.run("cutover", "run", "--to", to);

        for (List<String> command : List.of(
                List.of("append", "--from", "-"),
                List.of("replay"),
                List.of("recover"),
                List.of("cutover", "run", "--to", to))) {
            Cli.Result late = cli.runWith(Drafts.lines(9, 9), command.toArray(new String[0]));

            assertThat(late.code()).as(command + late.out()).isEqualTo(ExitCodes.PRECONDITION);
            assertThat(late.err()).as(command.toString()).contains("4").contains("Next: ");
        }
        assertThat(cli.run("verify", "--store", to).out()).startsWith("log 4 · store 4 · in parity");
    }

    @Test
    void the_status_shows_the_boundary_with_both_stores_and_tells_the_store_before_that_authority_moved_on() {
        append(1, 3);
        Map<String, Object> run =
                JsonTree.object(cli.run("cutover", "run", "--to", to, "--json").out());
        String stores = "store " + at(run, "from", "store_id") + " to " + at(run, "to", "store_id") + ", epoch 2";

        Cli.Result now = cli.run("cutover", "status", "--store", to);
        Cli.Result before = cli.run("cutover", "status");

        assertThat(now.code()).as(now.err()).isZero();
        assertThat(now.lines()).hasSize(3);
        assertThat(now.lines().get(0)).isEqualTo("epoch    2");
        assertThat(now.lines().get(2)).startsWith("4  20").endsWith("  committed  " + stores);
        assertThat(before.code()).as(before.err()).isZero();
        assertThat(before.lines().get(0)).isEqualTo("epoch    1");
        assertThat(before.out())
                .contains("note     authority has moved on at sequence 4")
                .contains("Next: diptych recover")
                .endsWith("  committed  " + stores + "\n");
    }

    @Test
    void the_status_as_json_has_what_the_boundary_says() {
        append(1, 3);
        Map<String, Object> run =
                JsonTree.object(cli.run("cutover", "run", "--to", to, "--json").out());

        Map<String, Object> now = JsonTree.object(
                cli.run("cutover", "status", "--store", to, "--json").out());
        Map<String, Object> before =
                JsonTree.object(cli.run("cutover", "status", "--json").out());

        assertThat(now).containsEntry("epoch", 2L).containsEntry("store_is_of_before", false);
        assertThat(before).containsEntry("epoch", 1L).containsEntry("store_is_of_before", true);
        assertThat(JsonTree.each(now, "boundaries", "type")).containsExactly("diptych.store.cutover.v1");
        assertThat(JsonTree.each(now, "boundaries", "seq")).containsExactly(4L);
        assertThat(JsonTree.each(now, "boundaries", "outcome")).containsExactly("committed");
        assertThat(JsonTree.each(now, "boundaries", "says").get(0))
                .asString()
                .contains(String.valueOf(at(run, "to", "store_id")));
        assertThat(before.get("boundaries")).isEqualTo(now.get("boundaries"));
    }

    @Test
    void the_help_about_cutovers_names_the_one_to_another_store() {
        for (String command : List.of("plan", "dry-run", "run")) {
            assertThat(cli.run("cutover", command, "--help").out()).as(command).contains("--to ");
        }
        assertThat(cli.run("cutover", "--help").out()).contains("diptych cutover run --dir mirror --to sqlite:");
        assertThat(cli.run("cutover", "plan", "--to", to).code()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void the_store_before_keeps_every_byte() throws Exception {
        append(1, 50);
        String before = hashesOfTheStore();

        Cli.Result run = cli.run("cutover", "run", "--to", to);
        String after = hashesOfTheStore();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(after).isEqualTo(before).contains("store.db");
    }

    @Test
    void a_dry_run_appends_nothing_and_its_candidate_is_taken_up() throws Exception {
        append(1, 20);
        String before = hashesOfTheStore();
        String log = Ledgers.log(folder.resolve("mirror"));

        Cli.Result dry = cli.run("cutover", "dry-run", "--to", to);

        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.lines().get(0))
                .startsWith("nothing is in the way: store ")
                .endsWith("nothing was appended");
        assertThat(dry.out()).contains("next: diptych cutover run --to " + to);
        assertThat(Ledgers.log(folder.resolve("mirror"))).isEqualTo(log);
        assertThat(hashesOfTheStore()).isEqualTo(before);
        assertThat(cli.runWith(Drafts.lines(21, 21), "append", "--from", "-", "--store", to)
                        .code())
                .as("a store that no line names")
                .isNotZero();
        assertThat(cli.run("cutover", "run", "--to", to).out()).contains("0 rows copied · 20 taken up");
    }

    @Test
    void a_place_in_the_ledgers_directory_is_refused_and_its_own_store_is_where_it_may_come_back_to() throws Exception {
        append(1, 3);
        String inside = "sqlite:" + folder.resolve("mirror/new.db");

        Cli.Result refused = cli.run("cutover", "run", "--to", inside);

        assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(refused.err()).contains("has a place for one store").contains("Next: ");
        assertThat(folder.resolve("mirror/new.db")).doesNotExist();

        cli.run("cutover", "run", "--to", to);
        try (Stream<Path> files = Files.list(folder.resolve("mirror"))) {
            for (Path file : files.filter(name -> name.getFileName().toString().startsWith("store.db"))
                    .toList()) {
                Files.move(file, folder.resolve(file.getFileName() + ".old"));
            }
        }
        String own = "sqlite:" + folder.resolve("mirror/store.db");
        Cli.Result back = cli.run("cutover", "run", "--store", to, "--to", own);
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(back.out()).contains("epoch 3").contains("diptych status\n");
        assertThat(cli.run("verify").out()).startsWith("log 5 · store 5 · in parity");
    }

    @Test
    void findings_are_listed_and_nothing_is_appended() throws Exception {
        append(1, 5);
        cli.run("cutover", "dry-run", "--to", to);
        Path elsewhere = Files.createDirectories(folder.resolve("edited"));
        Files.move(folder.resolve("elsewhere/new.db"), elsewhere.resolve("store.db"));
        Ledgers.sqlPastTriggers(elsewhere, "UPDATE diptych_events SET payload = '{}' WHERE seq = 2");
        String edited = "sqlite:" + elsewhere.resolve("store.db");

        Cli.Result run = cli.run("cutover", "run", "--to", edited);
        Cli.Result json = cli.run("cutover", "run", "--to", edited, "--json");

        assertThat(run.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(run.out()).contains("mismatch").contains("payload");
        assertThat(run.err()).contains("Next: ");
        assertThat(JsonTree.object(json.out()).get("error")).isEqualTo("findings");
        assertThat(cli.run("verify").out()).startsWith("log 5 · store 5 · in parity");
    }

    @Test
    void an_application_that_appends_is_copied_beside_and_waited_for_until_it_is_stopped() throws Exception {
        try (DiptychProcess application = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            application.write(Drafts.lines(1, 300));
            application.lines(300);

            Cli.Result impatient = cli.run("cutover", "run", "--to", to, "--no-wait");
            assertThat(impatient.code()).isEqualTo(ExitCodes.PRECONDITION);
            assertThat(impatient.err()).contains("process " + application.pid());

            try (DiptychProcess cutover = DiptychProcess.start(folder, "cutover", "run", "--to", to)) {
                String waiting = cutover.errorLine();
                assertThat(waiting).startsWith("waiting: process " + application.pid() + " holds the ledger");
                application.write(Drafts.lines(301, 400));
                application.lines(100);
                application.endInput();
                assertThat(application.exitCode()).isZero();

                assertThat(cutover.exitCode()).as(cutover.restOfErrors()).isZero();
                assertThat(cutover.restOfOutput()).startsWith("cut over: from sequence 401 on");
            }
            try (DiptychProcess straggler = DiptychProcess.start(folder, "append", "--from", "-")) {
                straggler.write(Drafts.lines(401, 401));
                straggler.endInput();
                assertThat(straggler.exitCode()).isEqualTo(ExitCodes.PRECONDITION);
                assertThat(straggler.restOfErrors()).contains("401").contains("Next: ");
            }
        }
        assertThat(cli.run("verify", "--store", to).out()).startsWith("log 401 · store 401 · in parity");
    }

    @Test
    void a_signal_ends_the_waiting_and_the_application_goes_on() throws Exception {
        try (DiptychProcess application = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            application.write(Drafts.lines(1, 3));
            application.lines(3);
            try (DiptychProcess cutover = DiptychProcess.start(folder, "cutover", "run", "--to", to)) {
                cutover.errorLine();
                cutover.terminate();
                assertThat(cutover.exitCode()).isEqualTo(128 + 15);
            }
            application.write(Drafts.lines(4, 4));
            assertThat(application.line()).contains("\"seq\":4");
            application.endInput();
            assertThat(application.exitCode()).isZero();
        }
        assertThat(cli.run("cutover", "run", "--to", to).out()).contains("1 rows copied · 3 taken up");
    }

    @Test
    void an_attempt_that_is_killed_leaves_a_candidate_that_the_next_takes_up() throws Exception {
        try (DiptychProcess application = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            application.write(Drafts.lines(1, 300));
            application.lines(300);
            try (DiptychProcess cutover = DiptychProcess.start(folder, "cutover", "run", "--to", to)) {
                assertThat(cutover.errorLine()).startsWith("waiting: ");
                cutover.kill();
                cutover.exitCode();
            }
            application.write(Drafts.lines(301, 305));
            application.lines(5);
            application.endInput();
            assertThat(application.exitCode()).isZero();
        }

        Cli.Result again = cli.run("cutover", "run", "--to", to);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("5 rows copied · 300 taken up");
        assertThat(cli.run("verify", "--store", to).out()).startsWith("log 306 · store 306 · in parity");
    }

    @Test
    void an_application_that_is_killed_leaves_what_recover_mends_before_it_is_cut_over() throws Exception {
        try (DiptychProcess application = DiptychProcess.start(folder, "append", "--from", "-", "--receipts")) {
            application.write(Drafts.lines(1, 100));
            application.lines(100);
            application.kill();
            application.exitCode();
        }
        assertThat(cli.run("recover").code()).isZero();

        assertThat(cli.run("cutover", "run", "--to", to).code()).isZero();
        assertThat(cli.run("verify", "--store", to).out()).startsWith("log 101 · store 101 · in parity");
    }

    @Test
    void a_ledger_in_which_every_event_must_be_signed_stays_authentic() throws Exception {
        SignedLedger.in(folder);
        Cli.Result required = cli.run("keys", "require", "--key", "alice");
        assertThat(required.code()).as(required.err()).isZero();

        Cli.Result run = cli.run("cutover", "run", "--to", to);

        assertThat(run.code()).as(run.err()).isZero();
        Cli.Result audit = cli.run("audit", "--store", to);
        assertThat(audit.code()).as(audit.out() + audit.err()).isZero();
        assertThat(cli.runWith(Drafts.lines(6, 6), "append", "--from", "-", "--key", "alice", "--store", to)
                        .code())
                .isZero();
    }

    @Test
    void what_belongs_to_a_cutover_in_place_is_not_understood_together_with_another_store() {
        append(1, 1);

        for (String[] command : new String[][] {
            {"cutover", "run", "--to", to, "--backup", "b"},
            {"cutover", "run", "--to", to, "--operator", "Ada"},
            {"cutover", "dry-run", "--to", to, "--keep", "k"},
            {"cutover", "run", "--to", "nowhere:at-all"}
        }) {
            assertThat(cli.run(command).code()).as(String.join(" ", command)).isEqualTo(ExitCodes.USAGE);
        }
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    private static Object at(Map<String, Object> report, String object, String key) {
        return ((Map<?, ?>) report.get(object)).get(key);
    }

    private void append(int from, int through) {
        Cli.Result appended = cli.runWith(Drafts.lines(from, through), "append", "--from", "-", "--verify", "none");
        assertThat(appended.code()).as(appended.err()).isZero();
    }

    /** Taken by another process, because a look of this one would drop the locks that SQLite holds. */
    private String hashesOfTheStore() throws IOException {
        try (DiptychProcess shell = DiptychProcess.shell(folder, "sha256sum mirror/store.db*")) {
            shell.endInput();
            return shell.restOfOutput();
        }
    }
}
