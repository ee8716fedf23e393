package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.EventHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends with keys that other programs made. */
class SignedAppendTest {
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
    void an_append_with_a_key_of_openssl_is_signed_and_openssl_finds_the_signature_good() throws Exception {
        tools.opensslKey("alice.pem");

        Cli.Result result = append(cli, 1, 3, "--key", "alice.pem");

        assertThat(result.code()).as(result.err()).isZero();
        String key = (String)
                JsonTree.object(cli.run("keys", "show", "alice.pem", "--json").out())
                        .get("id");
        tools.run("openssl", "pkey", "-in", "alice.pem", "-pubout", "-out", "alice.spki");
        assertThat(cli.run("keys", "show", "alice.spki").out()).contains(key);
        for (String line : Ledgers.log(folder.resolve("mirror")).lines().toList()) {
            Map<String, Object> event = JsonTree.object(line);
            assertThat(event.get("key_id")).isEqualTo(key);
            Files.write(folder.resolve("message"), message(event));
            Files.write(folder.resolve("signature"), Base64.getUrlDecoder().decode((String) event.get("signature")));
            assertThat(tools.run(
                            "openssl",
                            "pkeyutl",
                            "-verify",
                            "-pubin",
                            "-inkey",
                            "alice.spki",
                            "-rawin",
                            "-in",
                            "message",
                            "-sigfile",
                            "signature"))
                    .contains("Signature Verified Successfully");
        }
    }

    @Test
    void a_key_of_ssh_keygen_signs_under_the_fingerprint_that_ssh_keygen_shows() throws Exception {
        tools.sshKey("bob", "");

        assertThat(append(cli, 1, 1, "--key", "bob").code()).isZero();

        assertThat(cli.run("show", "1").out()).contains("signed by     " + tools.fingerprint("bob.pub") + "\n");
        assertThat(cli.run("keys", "show", "bob.pub").out())
                .isEqualTo(cli.run("keys", "show", "bob").out())
                .contains(tools.fingerprint("bob.pub"));
    }

    @Test
    void encrypted_keys_take_their_passphrase_from_a_file_the_environment_or_the_terminal() throws Exception {
        tools.opensslKey("alice.pem", "over the hill");
        tools.sshKey("bob", "far away");
        secret("alice.secret", "over the hill\n");

        assertThat(append(cli, 1, 1, "--key", "alice.pem", "--passphrase-file", "alice.secret")
                        .code())
                .isZero();
        assertThat(append(cli.with("DIPTYCH_KEY_PASSPHRASE", "far away"), 2, 2, "--key", "bob")
                        .code())
                .isZero();
        Cli.Result typed = append(cli.typing("far away"), 3, 3, "--key", "bob");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(cli.run("query").lines()).hasSize(3).allMatch(line -> line.contains("  signed by SHA256:"));
    }

    @Test
    void a_key_that_cannot_be_opened_refuses_before_anything_is_written_and_tells_no_secret() throws Exception {
        tools.sshKey("bob", "far away");
        secret("wrong.secret", "hunter2");

        Cli.Result nobodyToAsk = append(cli, 1, 1, "--key", "bob");
        Cli.Result wrong = append(cli, 1, 1, "--key", "bob", "--passphrase-file", "wrong.secret");
        Cli.Result missing = append(cli, 1, 1, "--key", "nowhere.pem");

        assertThat(nobodyToAsk.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(nobodyToAsk.err()).contains("bob").contains("passphrase").contains("Next: ");
        assertThat(wrong.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(wrong.err()).contains("bob").doesNotContain("hunter2");
        assertThat(missing.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(missing.err()).contains("nowhere.pem");
        assertThat(folder.resolve("mirror")).doesNotExist();
    }

    @Test
    void keys_and_passphrases_that_others_can_read_are_refused() throws Exception {
        Path key = tools.opensslKey("alice.pem", "x");
        Path secret = secret("alice.secret", "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

        Cli.Result openSecret = append(cli, 1, 1, "--key", "alice.pem", "--passphrase-file", "alice.secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Result openKey = append(cli, 1, 1, "--key", "alice.pem", "--passphrase-file", "alice.secret");

        assertThat(openSecret.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(openSecret.err()).contains("can be read by others").contains("chmod 600");
        assertThat(openKey.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(openKey.err()).contains("alice.pem").contains("chmod 600");
        assertThat(folder.resolve("mirror")).doesNotExist();
    }

    @Test
    void an_event_that_is_recorded_unsigned_does_not_answer_for_a_signed_one() throws Exception {
        tools.opensslKey("alice.pem");
        append(cli, 1, 1);

        Cli.Result result = append(cli, 1, 1, "--key", "alice.pem");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).contains("key_id");
    }

    @Test
    void a_key_that_is_not_trusted_where_trust_is_known_is_refused_with_5() throws Exception {
        tools.sshKey("alice", "");
        tools.sshKey("mallory", "");
        trust("allowed", "alice@example.com", "alice.pub");

        Cli.Result stranger = append(cli, 1, 1, "--key", "mallory", "--allowed-signers", "allowed");
        Cli.Result trusted = append(cli, 1, 1, "--key", "alice", "--allowed-signers", "allowed");

        assertThat(stranger.code()).as(stranger.err()).isEqualTo(ExitCodes.REFUSED);
        assertThat(stranger.err()).contains("append.key_trusted").contains(tools.fingerprint("mallory.pub"));
        assertThat(trusted.code()).as(trusted.err()).isZero();
        assertThat(cli.run("tail", "--allowed-signers", "allowed").out())
                .contains("signed by " + tools.fingerprint("alice.pub") + " (alice@example.com)");
        assertThat(cli.run("status", "--allowed-signers", "allowed").out())
                .contains("newest   signed by " + tools.fingerprint("alice.pub") + " (alice@example.com)");
    }

    @Test
    void allowed_signers_in_the_ledgers_directory_says_whom_to_trust_and_is_no_foreign_file() throws Exception {
        tools.sshKey("alice", "");
        tools.sshKey("mallory", "");
        Files.createDirectories(folder.resolve("mirror"));
        trust("mirror/allowed_signers", "alice@example.com", "alice.pub");

        assertThat(append(cli, 1, 1, "--key", "mallory").code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(append(cli, 1, 1, "--key", "alice").code()).isZero();
        assertThat(cli.run("show", "1").out()).contains("(alice@example.com)");
    }

    private Cli.Result append(Cli who, int first, int last, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "append";
        arguments[1] = "--from";
        arguments[2] = "-";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return who.runWith(Drafts.lines(first, last), arguments);
    }

    private void trust(String file, String principal, String publicKey) throws IOException {
        Files.writeString(folder.resolve(file), principal + " " + Files.readString(folder.resolve(publicKey)));
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** What is signed, made from the published format alone. */
    private byte[] message(Map<String, Object> event) throws IOException {
        String firstLine =
                Ledgers.log(folder.resolve("mirror")).lines().findFirst().orElseThrow();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write("diptych.signature.v1\n".getBytes(StandardCharsets.US_ASCII));
        message.write(
                HexFormat.of().parseHex((String) JsonTree.object(firstLine).get("prev_event_hash")));
        message.write(HexFormat.of().parseHex((String) event.get("event_hash")));
        assertThat(message.size()).isEqualTo(21 + 2 * EventHash.BYTES);
        return message.toByteArray();
    }
}
