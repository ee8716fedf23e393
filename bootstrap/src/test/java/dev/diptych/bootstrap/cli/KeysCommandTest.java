package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes keys, shows them, and lets them end and begin in a ledger. */
class KeysCommandTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Tools tools;

    @BeforeEach
    void begin() {
        cli = Cli.in(folder);
        tools = Tools.in(folder);
    }

    @Test
    void generate_makes_a_key_that_only_its_owner_can_read_and_that_others_programs_understand() throws Exception {
        Cli.Result made = cli.run("keys", "generate", "alice.pem", "--comment", "alice@example.com");

        assertThat(made.code()).as(made.err()).isZero();
        String id = tools.fingerprint("alice.pem.pub");
        assertThat(made.lines()).hasSize(4);
        assertThat(made.lines().get(0))
                .contains(id)
                .contains(folder.resolve("alice.pem").toString());
        assertThat(made.lines().get(1))
                .isEqualTo(Files.readString(folder.resolve("alice.pem.pub")).strip());
        assertThat(made.lines().get(3))
                .startsWith("alice@example.com namespaces=\"diptych,diptych-checkpoint\" ssh-ed25519 ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("alice.pem"))))
                .isEqualTo("rw-------");
        assertThat(tools.run("openssl", "pkey", "-in", "alice.pem", "-noout", "-text"))
                .contains("ED25519");
        assertThat(made.out()).doesNotContain("PRIVATE");
    }

    @Test
    void generate_replaces_nothing() throws IOException {
        Files.writeString(folder.resolve("alice.pem"), "a key that is dear to somebody");
        Files.writeString(folder.resolve("bob.pem.pub"), "another");

        assertThat(cli.run("keys", "generate", "alice.pem").code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(cli.run("keys", "generate", "bob.pem").code()).isEqualTo(ExitCodes.PRECONDITION);

        assertThat(folder.resolve("alice.pem")).hasContent("a key that is dear to somebody");
        assertThat(folder.resolve("bob.pem.pub")).hasContent("another");
        assertThat(folder.resolve("bob.pem")).doesNotExist();
    }

    @Test
    void the_line_that_generate_prints_makes_the_key_trusted() {
        Map<String, Object> made = generate("alice", "alice@example.com");

        assertThat(append(1, 1, "alice").code()).isZero();
        assertThat(cli.run("show", "1").out()).contains(made.get("id") + " (alice@example.com)");
    }

    @Test
    void show_prints_the_key_as_tools_for_checkpoints_take_it() {
        Map<String, Object> made = generate("alice", "alice@example.com");

        Map<String, Object> shown =
                JsonTree.object(cli.run("keys", "show", "alice.pub", "--origin", "example.com/orders", "--json")
                        .out());
        Cli.Result text = cli.run("keys", "show", "alice", "--origin", "example.com/orders");

        assertThat(shown.get("id")).isEqualTo(made.get("id"));
        assertThat((String) shown.get("vkey")).matches("example\\.com/orders\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]{44}");
        assertThat(text.out()).contains((String) shown.get("vkey"));
    }

    @Test
    void a_rotation_ends_the_old_key_and_begins_the_new_one() {
        Map<String, Object> old = generate("old", "alice@example.com");
        append(1, 2, "old");
        Map<String, Object> fresh = make("new", "alice@example.com");

        Cli.Result rotated = cli.run("keys", "rotate", "--key", "old", "--to", "new.pub", "--json");

        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(JsonTree.object(rotated.out()))
                .containsEntry("seq", 3L)
                .containsEntry("outcome", "mirrored")
                .containsEntry("from", old.get("id"))
                .containsEntry("to", fresh.get("id"));
        assertThat(append(3, 3, "new").code()).isZero();
        Cli.Result refused = append(4, 4, "old");
        assertThat(refused.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).contains((String) old.get("id")).contains("append.key_trusted");
        assertThat(cli.run("verify").code()).isZero();
    }

    @Test
    void a_revoked_key_signs_no_more_and_may_be_revoked_by_a_recovery_key() throws IOException {
        Map<String, Object> alice = generate("alice", "alice@example.com");
        Map<String, Object> recovery = make("recovery", "board@example.com");
        Files.writeString(
                folder.resolve("mirror/allowed_signers"),
                "board@example.com namespaces=\"diptych-recovery\" " + recovery.get("public_key") + "\n",
                java.nio.file.StandardOpenOption.APPEND);
        append(1, 1, "alice");

        Cli.Result revoked = cli.run(
                "keys", "revoke", "--key", "recovery", "--id", (String) alice.get("id"), "--reason", "stolen \"it\"");

        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(revoked.out())
                .startsWith("recorded at sequence 2: from the next one on " + alice.get("id") + " ends");
        assertThat(append(2, 2, "alice").code()).isEqualTo(ExitCodes.REFUSED);
    }

    @Test
    void a_key_without_the_right_to_say_it_is_refused_with_5_and_nothing_is_written() {
        Map<String, Object> alice = generate("alice", "alice@example.com");
        append(1, 1, "alice");
        make("mallory", "mallory@example.com");

        Cli.Result refused = cli.run(
                "keys", "revoke", "--key", "mallory", "--id", (String) alice.get("id"), "--reason", "envy", "--json");

        assertThat(refused.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(JsonTree.object(refused.out()))
                .containsEntry("error", "policy_refused")
                .containsEntry("exit_code", 5L);
        assertThat(refused.err()).contains("append.key_may_say_so");
        assertThat(cli.run("query").lines()).hasSize(1);
    }

    @Test
    void where_signatures_are_required_an_unsigned_append_is_refused_until_they_are_no_longer() {
        generate("alice", "alice@example.com");
        append(1, 1, "alice");

        assertThat(cli.run("keys", "require", "--key", "alice").out())
                .isEqualTo("recorded at sequence 2: from the next one on every event must be signed\n");
        Cli.Result unsigned = cli.runWith(Drafts.lines(2, 2), "append", "--from", "-");
        assertThat(unsigned.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(unsigned.err()).contains("append.signature_required");
        assertThat(append(2, 2, "alice").code()).isZero();
        assertThat(cli.run("keys", "require", "--key", "alice", "--no-longer").code())
                .isZero();
        assertThat(cli.runWith(Drafts.lines(3, 3), "append", "--from", "-").code())
                .isZero();
    }

    @Test
    void what_the_ledger_says_of_keys_is_shown_in_its_order() {
        Map<String, Object> old = generate("old", "alice@example.com");
        append(1, 1, "old");
        Map<String, Object> fresh = make("new", "alice@example.com");
        cli.run("keys", "require", "--key", "old");
        cli.run("keys", "rotate", "--key", "old", "--to", "new");
        append(2, 2, "new");
        cli.run("keys", "revoke", "--key", "new", "--reason", "the end");

        Cli.Result shown = cli.run("keys", "show", "--ledger");
        Map<String, Object> json =
                JsonTree.object(cli.run("keys", "show", "--ledger", "--json").out());

        assertThat(shown.lines()).hasSize(3);
        assertThat(shown.lines().get(0))
                .startsWith("2  ")
                .contains("every event must be signed")
                .endsWith("signed by " + old.get("id") + " (alice@example.com)");
        assertThat(shown.lines().get(1)).startsWith("3  ").contains((String) fresh.get("id"));
        assertThat(shown.lines().get(2)).startsWith("5  ").contains("revoked").contains("the end");
        assertThat(JsonTree.each(json, "key_events", "seq")).isEqualTo(List.of(2L, 3L, 5L));
        assertThat(JsonTree.each(json, "key_events", "event_type"))
                .isEqualTo(List.of("diptych.key.signatures.v1", "diptych.key.rotated.v1", "diptych.key.revoked.v1"));
    }

    /** Makes a key, and lets the ledger's directory trust it. */
    private Map<String, Object> generate(String name, String owner) {
        Map<String, Object> made = make(name, owner);
        try {
            Files.createDirectories(folder.resolve("mirror"));
            Files.writeString(folder.resolve("mirror/allowed_signers"), made.get("allowed_signers") + "\n");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return made;
    }

    private Map<String, Object> make(String name, String owner) {
        Cli.Result made = cli.run("keys", "generate", name, "--comment", owner, "--json");
        assertThat(made.code()).as(made.err()).isZero();
        return JsonTree.object(made.out());
    }

    private Cli.Result append(int first, int last, String key) {
        return cli.runWith(Drafts.lines(first, last), "append", "--from", "-", "--key", key);
    }
}
