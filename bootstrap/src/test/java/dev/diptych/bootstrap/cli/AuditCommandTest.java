package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit says of ledgers that are as they should be, and of those that somebody got at. */
class AuditCommandTest {
    @TempDir
    Path folder;

    private Cli cli;
    private SignedLedger ledger;
    private Path mirror;

    @BeforeEach
    void begin() throws IOException {
        cli = Cli.in(folder);
        ledger = SignedLedger.in(folder);
        mirror = ledger.directory();
    }

    @Test
    void a_sound_ledger_is_intact_authentic_and_complete_as_far_as_the_store_remembers() {
        Cli.Result audit = cli.run("audit");
        Map<String, Object> json = JsonTree.object(cli.run("audit", "--json").out());

        assertThat(audit.code()).as(audit.out()).isZero();
        assertThat(audit.lines())
                .startsWith(
                        "log 5 · signed 5 · signatures found good 5",
                        "  intact        every line that was read is what was sealed, and linked to the one before",
                        "  authentic     every signature met is good, by a key trusted there, and none that is demanded"
                                + " is missing",
                        "  complete      as far as the store remembers; without a checkpoint (--against) both copies may"
                                + " have been cut together")
                .anyMatch(line -> line.startsWith("  not checked: ") && line.contains("duplicate_ids"))
                .anyMatch(line -> line.startsWith("  mark: 5:"));
        assertThat(json)
                .containsEntry("log", "intact")
                .containsEntry("authentic", "authentic")
                .containsEntry("complete", "as_far_as_the_store")
                .containsEntry("events", 5L)
                .containsEntry("signed", 5L)
                .containsEntry("verified", 5L)
                .containsEntry("skipped", 0L)
                .containsEntry("read_again", 0L)
                .containsEntry("checkpoints", List.of())
                .containsEntry("findings", List.of())
                .containsEntry("findings_total", 0L);
        assertThat((String) json.get("mark")).matches("5:[0-9a-f]{64}:1");
    }

    @Test
    void rotated_keys_are_followed() {
        cli.run("keys", "generate", "next");
        assertThat(cli.run("keys", "rotate", "--key", "alice", "--to", "next").code())
                .isZero();
        cli.runWith(Drafts.lines(6, 9), "append", "--from", "-", "--key", "next");

        Cli.Result audit = cli.run("audit");

        assertThat(audit.code()).as(audit.out()).isZero();
        assertThat(audit.lines().get(0)).isEqualTo("log 10 · signed 10 · signatures found good 10");
    }

    @Test
    void a_signature_that_was_swapped_is_found_with_its_place() throws IOException {
        List<String> lines = Ledgers.log(mirror).lines().toList();
        String second = signature(lines.get(1));
        Ledgers.setLog(mirror, Ledgers.log(mirror).replace(signature(lines.get(2)), second));

        Cli.Result audit = cli.run("audit", "--json");

        assertThat(audit.code()).isEqualTo(ExitCodes.DAMAGED);
        Map<String, Object> json = JsonTree.object(audit.out());
        assertThat(json).containsEntry("log", "intact").containsEntry("authentic", "unauthentic");
        assertThat(JsonTree.each(json, "findings", "kind")).isEqualTo(List.of("bad_signature"));
        assertThat(JsonTree.each(json, "findings", "seq")).isEqualTo(List.of(3L));
        assertThat(JsonTree.each(json, "findings", "line")).isEqualTo(List.of(3L));
        assertThat(cli.run("audit").out())
                .contains("  unauthentic   ")
                .contains("bad_signature at sequence 3")
                .contains("Next: ");
    }

    @Test
    void a_key_that_nobody_trusts_is_found_and_where_nobody_was_asked_that_is_said() throws IOException {
        Files.writeString(folder.resolve("nobody"), "# nobody is trusted\n");

        Cli.Result strangers = cli.run("audit", "--allowed-signers", "nobody", "--json");
        Files.delete(mirror.resolve("allowed_signers"));
        Cli.Result notAsked = cli.run("audit", "--json");

        assertThat(strangers.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(JsonTree.each(JsonTree.object(strangers.out()), "findings", "kind"))
                .hasSize(5)
                .containsOnly("unknown_key");
        assertThat(notAsked.code()).isZero();
        assertThat(JsonTree.object(notAsked.out())).containsEntry("authentic", "not_checked");
        assertThat(notAsked.out()).containsPattern("\"not_checked\":\\[[^]]*\"signatures\"");
        assertThat(cli.run("audit").out()).contains("--allowed-signers");
    }

    @Test
    void lines_of_trust_that_do_not_count_are_told_and_lines_that_nobody_understands_end_the_audit()
            throws IOException {
        Path trust = mirror.resolve("allowed_signers");
        String sound = Files.readString(trust);
        Files.writeString(trust, sound + "bob@example.com namespaces=\"git\" " + key(sound) + "\n");

        Cli.Result left = cli.run("audit");
        Files.writeString(trust, sound + "bob@example.com ssh-ed25519 AAAA\n");
        Cli.Result malformed = cli.run("audit");

        assertThat(left.code()).as(left.err()).isZero();
        assertThat(left.err()).startsWith("note: line 2 of ");
        assertThat(malformed.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(malformed.err())
                .contains("allowed_signers")
                .contains("line 2")
                .contains("Next: ");
    }

    @Test
    void unsigned_events_are_findings_from_where_signatures_are_demanded() {
        cli.runWith(Drafts.lines(6, 7), "append", "--from", "-");

        assertThat(cli.run("audit").code()).isZero();
        Cli.Result demanded = cli.run("audit", "--signed-from", "7", "--json");

        assertThat(demanded.code()).isEqualTo(ExitCodes.DAMAGED);
        Map<String, Object> json = JsonTree.object(demanded.out());
        assertThat(JsonTree.each(json, "findings", "kind")).isEqualTo(List.of("missing_signature"));
        assertThat(JsonTree.each(json, "findings", "seq")).isEqualTo(List.of(7L));
    }

    @Test
    void a_tail_cut_from_both_copies_is_found_against_a_checkpoint_only() throws IOException {
        Path before = Ledgers.copyOf(mirror, folder.resolve("before"));
        ledger.append(Drafts.lines(6, 9));
        ledger.checkpointTo("kept.txt");
        ledger.replaceBy(before);

        assertThat(cli.run("audit").code()).isZero();
        Cli.Result against = cli.run("audit", "--against", "kept.txt", "--json");

        assertThat(against.code()).isEqualTo(ExitCodes.FINDING);
        Map<String, Object> json = JsonTree.object(against.out());
        assertThat(json).containsEntry("complete", "incomplete").containsEntry("log", "intact");
        assertThat(JsonTree.each(json, "checkpoints", "log")).isEqualTo(List.of("truncated"));
        assertThat(JsonTree.each(json, "findings", "kind")).isEqualTo(List.of("truncated"));
        assertThat(cli.run("verify").code()).isZero();
        assertThat(cli.run("verify", "--against", "kept.txt").code()).isEqualTo(ExitCodes.FINDING);
    }

    @Test
    void a_suffix_written_anew_with_the_same_key_is_found_against_a_checkpoint_and_without_by_the_other_copy()
            throws IOException {
        Path before = Ledgers.copyOf(mirror, folder.resolve("forged"));
        ledger.append(Drafts.lines(6, 9));
        ledger.checkpointTo("kept.txt");
        ledger.append("forged", Drafts.line("e-6", "{\"n\":666}") + Drafts.lines(7, 9));
        Files.copy(Ledgers.segment(before), Ledgers.segment(mirror), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        Cli.Result verify = cli.run("verify");
        Cli.Result audit = cli.run("audit", "--json");
        Cli.Result against = cli.run("audit", "--against", "kept.txt", "--json");

        assertThat(verify.code()).as(verify.out()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(audit.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(JsonTree.each(JsonTree.object(audit.out()), "findings", "kind"))
                .isEqualTo(List.of("forked"));
        assertThat(against.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(JsonTree.object(against.out())).containsEntry("complete", "rewritten");
        assertThat(JsonTree.each(JsonTree.object(against.out()), "checkpoints", "log"))
                .isEqualTo(List.of("rewritten"));
    }

    @Test
    void a_whole_history_of_checkpoints_is_extended_each_in_its_place() throws IOException {
        ledger.checkpointTo("kept.txt");
        ledger.append(Drafts.lines(6, 9));
        ledger.checkpointTo("kept.txt");
        Files.createDirectories(folder.resolve("history"));
        Files.copy(folder.resolve("kept.txt"), folder.resolve("history/a.txt"));

        Cli.Result file = cli.run("audit", "--against", "kept.txt", "--against", "history", "--json");

        assertThat(file.code()).as(file.err()).isZero();
        Map<String, Object> json = JsonTree.object(file.out());
        assertThat(json).containsEntry("complete", "complete");
        assertThat(JsonTree.each(json, "checkpoints", "name"))
                .isEqualTo(List.of("kept.txt #1", "kept.txt #2", "history/a.txt #1", "history/a.txt #2"));
        assertThat(JsonTree.each(json, "checkpoints", "size")).isEqualTo(List.of(5L, 9L, 5L, 9L));
        assertThat(cli.run("audit", "--against", "kept.txt").out())
                .contains("  complete      it extends every checkpoint given")
                .contains("  checkpoint kept.txt #2 of diptych/ledger/")
                .contains(", 9 events: log extends");
    }

    @Test
    void a_checkpoint_that_proves_nothing_is_a_finding() throws IOException {
        ledger.checkpointTo("kept.txt");
        String text = Files.readString(folder.resolve("kept.txt"));
        Files.writeString(folder.resolve("forged.txt"), text.replaceFirst("\n5\n", "\n4\n"));
        Files.writeString(folder.resolve("empty.txt"), "");

        Cli.Result forged = cli.run("audit", "--against", "forged.txt", "--json");

        assertThat(forged.code()).isEqualTo(ExitCodes.FINDING);
        assertThat(JsonTree.each(JsonTree.object(forged.out()), "checkpoints", "log"))
                .isEqualTo(List.of("unproven"));
        assertThat(cli.run("audit", "--against", "empty.txt").code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(cli.run("audit", "--against", "nowhere.txt").code()).isEqualTo(ExitCodes.PRECONDITION);
    }

    @Test
    void a_mark_file_begins_where_the_last_clean_audit_ended_and_is_replaced_only_by_a_clean_one() throws IOException {
        ledger.append(Drafts.lines(6, 7));
        assertThat(cli.run("audit", "--mark-file", "audit.mark").code()).isZero();
        String first = Files.readString(folder.resolve("audit.mark"));
        ledger.append(Drafts.lines(8, 9));

        Cli.Result second = cli.run("audit", "--mark-file", "audit.mark", "--rolling", "20", "--json");

        assertThat(first).startsWith("7:");
        assertThat(second.code()).as(second.err()).isZero();
        Map<String, Object> json = JsonTree.object(second.out());
        long readAgain = (long) json.get("read_again");
        assertThat(readAgain).as("a fifth of 7, and whole batches").isBetween(2L, 7L);
        assertThat(json).containsEntry("skipped", 7L - readAgain);
        assertThat(Files.readString(folder.resolve("audit.mark"))).isEqualTo(json.get("mark") + "\n");
        String sound = Files.readString(folder.resolve("audit.mark"));
        Ledgers.setLog(mirror, Ledgers.log(mirror).replace("{\"n\":9}", "{\"n\":8}"));
        assertThat(cli.run("audit", "--mark-file", "audit.mark").code()).isNotZero();
        assertThat(folder.resolve("audit.mark")).hasContent(sound);
    }

    @Test
    void a_file_that_has_no_mark_is_not_replaced_by_one() throws IOException {
        Files.writeString(folder.resolve("diary.txt"), "dear diary");

        Cli.Result result = cli.run("audit", "--mark-file", "diary.txt");

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("diary.txt").contains("no mark");
        assertThat(folder.resolve("diary.txt")).hasContent("dear diary");
    }

    @Test
    void every_finding_goes_to_a_file_when_that_is_asked_for() throws IOException {
        Ledgers.setLog(mirror, Ledgers.log(mirror).replace("{\"n\":2}", "{\"n\":3}"));

        Cli.Result result = cli.run("audit", "--findings", "all.jsonl");

        assertThat(result.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(result.out()).contains("  damaged       ").contains("payload_hash at sequence 2");
        assertThat(JsonTree.object(Files.readString(folder.resolve("all.jsonl"))
                        .lines()
                        .findFirst()
                        .orElseThrow()))
                .containsEntry("kind", "payload_hash")
                .containsEntry("seq", 2L);
    }

    private static String key(String trustLine) {
        return trustLine.substring(trustLine.indexOf("ssh-ed25519")).strip();
    }

    private static String signature(String line) {
        return (String) JsonTree.object(line).get("signature");
    }
}
