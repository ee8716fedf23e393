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

/** Makes checkpoints, keeps them elsewhere, and proves single events with them. */
class CheckpointCommandTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Tools tools;
    private SignedLedger ledger;

    @BeforeEach
    void begin() throws IOException {
        cli = Cli.in(folder);
        tools = Tools.in(folder);
        ledger = SignedLedger.in(folder);
    }

    @Test
    void a_checkpoint_is_printed_as_a_signed_note_where_no_place_is_named() {
        Cli.Result made = cli.run("checkpoint", "--key", "alice", "--origin", "example.com/orders");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.lines()).hasSize(5);
        assertThat(made.lines().get(0)).isEqualTo("example.com/orders");
        assertThat(made.lines().get(1)).isEqualTo("5");
        assertThat(made.lines().get(2)).matches("[A-Za-z0-9+/]{43}=");
        assertThat(made.lines().get(3)).isEmpty();
        assertThat(made.lines().get(4)).matches("— example\\.com/orders [A-Za-z0-9+/=]+");
    }

    @Test
    void without_an_origin_it_speaks_of_the_ledgers_id() {
        Map<String, Object> status = JsonTree.object(cli.run("status", "--json").out());
        Map<String, Object> made = JsonTree.object(
                cli.run("checkpoint", "--key", "alice", "--json").out());

        assertThat(made)
                .containsEntry("origin", "diptych/ledger/" + status.get("ledger_id"))
                .containsEntry("size", 5L)
                .containsEntry("kept", List.of())
                .containsEntry("failed", List.of());
        assertThat((String) made.get("note")).startsWith("diptych/ledger/").contains("\n\n— diptych/ledger/");
    }

    @Test
    void it_is_kept_in_every_place_that_is_named() throws Exception {
        tools.run("git", "init", "-q", "anchors");
        tools.run("git", "-C", "anchors", "config", "user.name", "A");
        tools.run("git", "-C", "anchors", "config", "user.email", "a@example.com");

        Cli.Result made = cli.run(
                "checkpoint",
                "--key",
                "alice",
                "--out",
                "newest.txt",
                "--to-file",
                "kept.txt",
                "--to-git",
                "anchors",
                "--to-command",
                "sh",
                "-c",
                "cat >" + folder.resolve("piped.txt"));
        Cli.Result tagged = cli.run("checkpoint", "--key", "alice", "--to-git", "anchors", "--tag", "--json");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.lines()).hasSize(4).allMatch(line -> line.startsWith("checkpoint of 5 events kept: "));
        String note = Files.readString(folder.resolve("newest.txt"));
        assertThat(note).startsWith("diptych/ledger/");
        assertThat(folder.resolve("kept.txt")).hasContent(note);
        assertThat(folder.resolve("piped.txt")).hasContent(note);
        assertThat(tools.run("git", "-C", "anchors", "show", "diptych-checkpoints:checkpoints"))
                .isEqualTo(note);
        assertThat(tagged.code()).as(tagged.err()).isZero();
        assertThat(JsonTree.object(tagged.out())).containsEntry("note", note);
        assertThat(tools.run("git", "-C", "anchors", "cat-file", "blob", "diptych/5"))
                .isEqualTo(note);
        assertThat(cli.run("audit", "--against", "newest.txt", "--against", "piped.txt")
                        .code())
                .isZero();
    }

    @Test
    void a_place_that_fails_keeps_the_others_and_the_checkpoint_is_printed_so_that_it_is_not_lost() {
        Cli.Result made = cli.run(
                "checkpoint",
                "--key",
                "alice",
                "--to-git",
                "no-repository",
                "--to-file",
                "kept.txt",
                "--to-command",
                "false");

        assertThat(made.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(made.out()).startsWith("diptych/ledger/").contains("\n\n— ");
        assertThat(made.err()).contains("no-repository").contains("false").contains("kept.txt");
        assertThat(folder.resolve("kept.txt")).hasContent(made.out());
    }

    @Test
    void one_that_goes_on_from_another_is_made_only_if_the_ledger_extends_that() throws IOException {
        Path before = Ledgers.copyOf(ledger.directory(), folder.resolve("before"));
        ledger.append(Drafts.lines(6, 9));
        ledger.checkpointTo("kept.txt");
        ledger.append(Drafts.lines(10, 12));

        Cli.Result next = cli.run("checkpoint", "--key", "alice", "--after", "kept.txt", "--to-file", "kept.txt");
        ledger.replaceBy(before);
        Cli.Result cut = cli.run("checkpoint", "--key", "alice", "--after", "kept.txt", "--json");

        assertThat(next.code()).as(next.err()).isZero();
        assertThat(cut.code()).isNotZero();
        assertThat(JsonTree.object(cut.out())).containsEntry("error", "not_made");
        assertThat(Files.readString(folder.resolve("kept.txt")).lines().filter(line -> line.matches("9|12")))
                .containsExactly("9", "12");
    }

    @Test
    void a_ledger_without_events_has_nothing_to_vouch_for() {
        cli.run("init", "--dir", "fresh");

        Cli.Result made = cli.run("checkpoint", "--dir", "fresh", "--key", "alice");

        assertThat(made.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(made.out()).isEmpty();
    }

    @Test
    void an_event_is_proved_to_somebody_who_has_no_ledger() throws IOException {
        ledger.checkpointTo("kept.txt");
        Cli.Result proved = cli.run("prove", "e-3", "--against", "kept.txt", "--out", "e-3.proof");
        assertThat(proved.code()).as(proved.err()).isZero();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("e-3.proof"), elsewhere.resolve("e-3.proof"));
        Files.copy(folder.resolve("mirror/allowed_signers"), elsewhere.resolve("trusted"));
        Cli there = Cli.in(elsewhere);

        Cli.Result holds = there.run("check-proof", "e-3.proof", "--allowed-signers", "trusted");
        Cli.Result json = there.run("check-proof", "e-3.proof", "--allowed-signers", "trusted", "--json");

        assertThat(holds.code()).as(holds.out() + holds.err()).isZero();
        assertThat(holds.lines().get(0))
                .startsWith("the proof holds: this event is number 3 of the 5 that diptych/ledger/")
                .contains("alice@example.com");
        assertThat(holds.out()).contains("id            e-3\n").contains("signed by     " + ledger.alice());
        assertThat(json.code()).isZero();
        assertThat(JsonTree.object(json.out())).containsEntry("holds", true).containsEntry("size", 5L);
        assertThat(JsonTree.object((String) JsonTree.object(json.out()).get("event")))
                .containsEntry("id", "e-3")
                .containsEntry("seq", 3L);
    }

    @Test
    void a_proof_that_was_touched_or_is_not_vouched_for_fails_and_without_trust_is_not_judged() throws IOException {
        ledger.checkpointTo("kept.txt");
        String proof = cli.run("prove", "e-3", "--against", "kept.txt").out();
        Files.writeString(folder.resolve("touched.proof"), proof.replaceFirst("index 2", "index 1"));
        Files.writeString(folder.resolve("e-3.proof"), proof);
        Files.writeString(folder.resolve("nobody"), "");
        Cli elsewhere = Cli.in(Files.createDirectories(folder.resolve("elsewhere")));

        assertThat(cli.runWith(proof, "check-proof", "-").code()).isZero();
        Cli.Result touched = cli.run("check-proof", "touched.proof", "--json");
        assertThat(touched.code()).isEqualTo(ExitCodes.DAMAGED);
        assertThat(JsonTree.object(touched.out())).containsEntry("holds", false);
        assertThat(cli.run("check-proof", "e-3.proof", "--allowed-signers", "nobody")
                        .code())
                .isEqualTo(ExitCodes.DAMAGED);
        Cli.Result notAsked = elsewhere.run("check-proof", "../e-3.proof");
        assertThat(notAsked.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(notAsked.err()).contains("--allowed-signers");
    }

    @Test
    void an_event_that_is_not_there_or_came_later_is_not_proved() {
        ledger.checkpointTo("kept.txt");
        ledger.append(Drafts.lines(6, 6));

        Cli.Result later = cli.run("prove", "e-6", "--against", "kept.txt");
        Cli.Result absent = cli.run("prove", "e-7", "--against", "kept.txt");

        assertThat(later.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(later.err()).contains("e-6");
        assertThat(absent.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(absent.err()).contains("e-7");
    }
}
