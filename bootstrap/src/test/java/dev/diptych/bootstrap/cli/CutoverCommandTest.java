package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import dev.diptych.bootstrap.cutover.Sha256Sums;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The upgrade of stores of schema 1, as the program wrote them that knew no other, by the command line. */
final class CutoverCommandTest {
    @TempDir
    private Path folder;

    @Test
    void plans_what_is_to_be_done_and_writes_nothing() throws IOException, InterruptedException {
        Path ledger = oldLedger("good-worked-example");
        List<String> before = Sha256Sums.of(ledger);

        Cli.Result plan = diptych("cutover", "plan", "--dir", ledger.toString());
        Cli.Result json = diptych("cutover", "plan", "--dir", ledger.toString(), "--json");

        assertThat(plan.code()).isEqualTo(ExitCodes.GOOD);
        assertThat(plan.lines().get(0)).startsWith("store    schema 1").endsWith("to be 2");
        assertThat(plan.lines().get(1)).isEqualTo("plan     diptych.store/2   not begun");
        Map<String, Object> planned = JsonTree.object(json.out());
        assertThat(planned)
                .containsEntry("outcome", "planned")
                .containsEntry("schema_from", 1L)
                .containsEntry("schema_to", 2L)
                .containsEntry("phase", "not_begun");
        assertThat(plan.out()).contains(String.valueOf(planned.get("plan_digest")));
        assertThat(Sha256Sums.of(ledger)).isEqualTo(before);
    }

    @Test
    void an_old_store_is_refused_for_writing_until_it_was_cut_over() throws IOException {
        Path ledger = oldLedger("good-worked-example");

        Cli.Result refused =
                diptych("append", "--dir", ledger.toString(), "--type", "com.example.noted.v1", "--payload", "{}");
        Cli.Result run = diptych("cutover", "run", "--dir", ledger.toString());
        Cli.Result appended =
                diptych("append", "--dir", ledger.toString(), "--type", "com.example.noted.v1", "--payload", "{}");

        assertThat(refused.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(appended.code()).as(appended.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(diptych("verify", "--dir", ledger.toString()).code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void tagged_events_are_found_by_their_tags_afterwards_and_the_history_names_who_did_it() throws IOException {
        Path ledger = oldLedger("good-worked-example");
        String found = diptych("query", "--dir", ledger.toString(), "--tag", "orders", "--json")
                .out();

        Cli.Result run = diptych("cutover", "run", "--dir", ledger.toString(), "--operator", "Ada", "--json");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(run.out()))
                .containsEntry("outcome", "committed")
                .containsEntry("dry_run", false)
                .containsEntry("operator", "Ada")
                .containsEntry("epoch_before", 1L)
                .containsEntry("epoch_after", 2L);
        assertThat(found).isNotBlank();
        assertThat(diptych("query", "--dir", ledger.toString(), "--tag", "orders", "--json")
                        .out())
                .isEqualTo(found);
        Cli.Result status = diptych("cutover", "status", "--dir", ledger.toString());
        assertThat(status.lines().get(0)).isEqualTo("epoch    2");
        assertThat(status.out())
                .contains("none: the store is up to date")
                .contains("committed")
                .contains("diptych.store/2 to 2, epoch 2, by Ada");
    }

    @Test
    void signed_events_stay_authentic_and_both_copies_in_parity() throws IOException {
        Path ledger = oldLedger("signed-three-segments");

        Cli.Result run = diptych("cutover", "run", "--dir", ledger.toString());

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(run.out()).contains("by tester").contains("no backup was made");
        assertThat(diptych("audit", "--dir", ledger.toString()).code()).isEqualTo(ExitCodes.GOOD);
        assertThat(diptych("verify", "--dir", ledger.toString()).code()).isEqualTo(ExitCodes.GOOD);
    }

    @Test
    void run_again_finds_nothing_to_do() throws IOException {
        Path ledger = oldLedger("good-worked-example");
        diptych("cutover", "run", "--dir", ledger.toString());

        Cli.Result again = diptych("cutover", "run", "--dir", ledger.toString());
        Cli.Result plan = diptych("cutover", "plan", "--dir", ledger.toString(), "--json");

        assertThat(again.code()).isEqualTo(ExitCodes.GOOD);
        assertThat(again.out()).isEqualTo("the store is up to date, schema 2: there is nothing to do\n");
        assertThat(JsonTree.object(plan.out())).containsEntry("outcome", "nothing_to_do");
    }

    @Test
    void a_dry_run_leaves_every_byte_of_the_originals_as_it_was_and_says_what_would_become_of_them()
            throws IOException, InterruptedException {
        Path ledger = oldLedger("signed-three-segments");
        List<String> before = Sha256Sums.of(ledger);

        Cli.Result dryRun = diptych("cutover", "dry-run", "--dir", ledger.toString(), "--json");

        assertThat(dryRun.code()).as(dryRun.out() + dryRun.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(JsonTree.object(dryRun.out()))
                .containsEntry("outcome", "committed")
                .containsEntry("dry_run", true);
        assertThat(Sha256Sums.of(ledger)).isEqualTo(before);
    }

    @Test
    void a_dry_run_keeps_its_copy_where_it_was_asked_to() throws IOException {
        Path ledger = oldLedger("good-worked-example");
        Path kept = folder.resolve("kept");

        Cli.Result dryRun = diptych("cutover", "dry-run", "--dir", ledger.toString(), "--keep", kept.toString());

        assertThat(dryRun.code()).as(dryRun.out() + dryRun.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(dryRun.lines().get(0)).startsWith("dry run on a copy: committed: diptych.store/2");
        assertThat(diptych("cutover", "status", "--dir", kept.toString())
                        .lines()
                        .get(0))
                .isEqualTo("epoch    2");
        assertThat(diptych("cutover", "status", "--dir", ledger.toString())
                        .lines()
                        .get(0))
                .isEqualTo("epoch    1");
    }

    @Test
    void the_backup_is_kept_and_verifies() throws IOException {
        Path ledger = oldLedger("good-worked-example");
        Path backup = folder.resolve("backup");

        Cli.Result run = diptych("cutover", "run", "--dir", ledger.toString(), "--backup", backup.toString());

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCodes.GOOD);
        assertThat(run.out()).contains("backup   " + backup).doesNotContain("no backup was made");
        assertThat(diptych("verify", "--dir", backup.toString()).code()).isEqualTo(ExitCodes.GOOD);
        assertThat(diptych("cutover", "plan", "--dir", backup.toString()).out()).contains("schema 1");
    }

    @Test
    void a_divergence_refuses_it_with_the_exit_code_of_a_finding_and_changes_nothing()
            throws IOException, SQLException, InterruptedException {
        Path ledger = oldLedger("good-worked-example");
        Ledgers.sqlPastTriggers(ledger, "UPDATE diptych_events SET source_type = 'forged' WHERE seq = 1");
        List<String> before = Sha256Sums.of(ledger.resolve("log"));

        Cli.Result run = diptych("cutover", "run", "--dir", ledger.toString(), "--json");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCodes.FINDING);
        assertThat(JsonTree.object(run.out())).containsEntry("outcome", "refused");
        assertThat(Sha256Sums.of(ledger.resolve("log"))).isEqualTo(before);
    }

    @Test
    void without_waiting_it_ends_at_once_where_another_writer_holds_the_ledger()
            throws IOException, InterruptedException {
        Path ledger = oldLedger("good-worked-example");
        try (HeldLock held = HeldLock.of(ledger)) {
            Cli.Result run = diptych("cutover", "run", "--dir", ledger.toString(), "--no-wait", "--json");

            assertThat(held).isNotNull();
            assertThat(run.code()).isEqualTo(ExitCodes.PRECONDITION);
            assertThat(JsonTree.object(run.out())).containsEntry("error", "ledger_locked");
        }
    }

    @Test
    void it_says_that_it_waits_for_the_writer_and_goes_on_when_that_one_ends() throws Exception {
        Path ledger = oldLedger("good-worked-example");
        CountDownLatch said = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream err = new Said("waiting for the ledger", said);
        CompletableFuture<Integer> run;
        try (HeldLock held = HeldLock.of(ledger)) {
            run = CompletableFuture.supplyAsync(() -> Cli.in(folder)
                    .run(
                            new ByteArrayInputStream(new byte[0]),
                            out,
                            err,
                            "cutover",
                            "run",
                            "--dir",
                            ledger.toString()));
            said.await();
            assertThat(held).isNotNull();
        }

        assertThat(run.get()).isEqualTo(ExitCodes.GOOD);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("committed: diptych.store/2");
    }

    @Test
    void a_command_is_missing_behind_cutover_and_nothing_is_done() {
        Cli.Result result = diptych("cutover");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("a command is missing behind cutover");
    }

    private Path oldLedger(String golden) throws IOException {
        Path target = folder.resolve("ledger");
        Ledgers.copyOf(Checkout.root().resolve("golden").resolve(golden), target);
        Files.delete(target.resolve("expected.json"));
        return target;
    }

    private Cli.Result diptych(String... arguments) {
        return Cli.in(folder).run(arguments);
    }

    /** Counts down when a text was printed. */
    private static final class Said extends OutputStream {
        private final String text;
        private final CountDownLatch latch;
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Said(String text, CountDownLatch latch) {
            this.text = text;
            this.latch = latch;
        }

        @Override
        public synchronized void write(int b) {
            printed.write(b);
            if (printed.toString(StandardCharsets.UTF_8).contains(text)) {
                latch.countDown();
            }
        }
    }
}
