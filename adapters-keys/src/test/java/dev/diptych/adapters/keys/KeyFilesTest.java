package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.KeysUnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that the real programs made are read here, and keys made here are read by them. */
final class KeyFilesTest {
    private static final byte[] MESSAGE = "diptych.signature.v1 and more".getBytes(StandardCharsets.UTF_8);
    private static final Supplier<char[]> NOBODY_ASKS = () -> {
        throw new AssertionError("asked for a passphrase in vain");
    };

    private final KeyFiles keys = new KeyFiles(new NioDurableFiles(), SeededRandomBytes.of(7));

    @TempDir
    Path directory;

    @Test
    void reads_what_openssl_makes_and_agrees_with_it_on_signatures() throws IOException {
        Path file = directory.resolve("key.pem");
        Path shown = directory.resolve("key.pub.pem");
        Programs.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", file.toString());
        Programs.run("openssl", "pkey", "-in", file.toString(), "-pubout", "-out", shown.toString());

        EventSigner signer = keys.readPrivate(file, NOBODY_ASKS);
        VerifyingKey key = keys.readPublic(shown);

        assertThat(key).isEqualTo(signer.publicKey());
        agreesWithOpenssl(signer, file, shown);
    }

    @ParameterizedTest
    @CsvSource({
        "-aes-256-cbc, hmacWithSHA256",
        "-aes-192-cbc, hmacWithSHA1",
        "-aes-128-cbc, hmacWithSHA512",
        "-aes-256-cbc, hmacWithSHA384"
    })
    void reads_what_openssl_encrypts(String cipher, String prf) throws IOException {
        Path plain = directory.resolve("plain.pem");
        Path file = directory.resolve("key.pem");
        Programs.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", plain.toString());
        Programs.run(
                "openssl",
                "pkcs8",
                "-topk8",
                "-in",
                plain.toString(),
                "-v2",
                cipher.substring(1),
                "-v2prf",
                prf,
                "-passout",
                "pass:bréve 密",
                "-out",
                file.toString());
        ownerOnly(file);

        assertThat(keys.readPrivate(file, "bréve 密"::toCharArray).publicKey())
                .isEqualTo(keys.readPrivate(plain, NOBODY_ASKS).publicKey());
        refusesOtherPassphrases(file);
    }

    @Test
    void reads_what_openssl_encrypts_when_it_makes_the_key() throws IOException {
        Path file = directory.resolve("key.pem");
        Programs.run(
                "openssl",
                "genpkey",
                "-algorithm",
                "ed25519",
                "-aes256",
                "-pass",
                "pass:secret",
                "-out",
                file.toString());
        ownerOnly(file);

        assertThat(keys.readPrivate(file, "secret"::toCharArray).sign(MESSAGE)).isNotNull();
        refusesOtherPassphrases(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-scrypt", "-v1 PBE-SHA1-3DES", "-v2 des3"})
    void refuses_what_openssl_encrypts_otherwise_before_it_asks(String how) throws IOException {
        Path plain = directory.resolve("plain.pem");
        Path file = directory.resolve("key.pem");
        Programs.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", plain.toString());
        Programs.run(
                "sh",
                "-c",
                "exec openssl pkcs8 -topk8 -in '" + plain + "' " + how + " -passout pass:secret -out '" + file + "'");
        ownerOnly(file);

        assertThatThrownBy(() -> keys.readPrivate(file, NOBODY_ASKS))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Next: openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }

    @Test
    void reads_what_ssh_keygen_makes() throws IOException {
        Path file = directory.resolve("id");
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "whose@example.com", "-f", file.toString());

        EventSigner signer = keys.readPrivate(file, NOBODY_ASKS);

        assertThat(keys.readPublic(KeyFiles.publicFile(file))).isEqualTo(signer.publicKey());
        assertThat(Programs.run("ssh-keygen", "-l", "-f", file + ".pub"))
                .contains(signer.publicKey().id() + " ");
        assertThat(new Ed25519Verifier().verify(signer.publicKey(), MESSAGE, signer.sign(MESSAGE)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aes128-cbc",
                "aes192-cbc",
                "aes256-cbc",
                "aes128-ctr",
                "aes192-ctr",
                "aes256-ctr",
                "aes128-gcm@openssh.com",
                "aes256-gcm@openssh.com",
                "chacha20-poly1305@openssh.com"
            })
    void reads_what_ssh_keygen_encrypts(String cipher) throws IOException {
        Path file = directory.resolve("id");
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());
        VerifyingKey key = keys.readPrivate(file, NOBODY_ASKS).publicKey();
        if (cipher.isEmpty()) {
            Programs.run("ssh-keygen", "-q", "-p", "-P", "", "-N", "bréve 密", "-f", file.toString());
        } else {
            Programs.run(
                    "ssh-keygen",
                    "-q",
                    "-p",
                    "-P",
                    "",
                    "-N",
                    "bréve 密",
                    "-Z",
                    cipher,
                    "-a",
                    "2",
                    "-f",
                    file.toString());
        }

        char[] given = "bréve 密".toCharArray();
        EventSigner signer = keys.readPrivate(file, () -> given);

        assertThat(signer.publicKey()).isEqualTo(key);
        assertThat(given).containsOnly('\0');
        assertThat(new Ed25519Verifier().verify(key, MESSAGE, signer.sign(MESSAGE)))
                .isTrue();
        refusesOtherPassphrases(file);
    }

    @Test
    void makes_a_key_that_openssl_and_ssh_keygen_read() throws IOException {
        Path file = directory.resolve("made");

        VerifyingKey key = keys.generate(file, "whose@example.com");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(directory.resolve("made.pub"))).isEqualTo(key + " whose@example.com\n");
        EventSigner signer = keys.readPrivate(file, NOBODY_ASKS);
        assertThat(signer.publicKey()).isEqualTo(key).isEqualTo(keys.readPublic(KeyFiles.publicFile(file)));
        assertThat(Programs.run("ssh-keygen", "-l", "-f", file + ".pub"))
                .isEqualTo("256 " + key.id() + " whose@example.com (ED25519)\n");
        Path shown = directory.resolve("made.spki");
        Programs.run("openssl", "pkey", "-in", file.toString(), "-pubout", "-out", shown.toString());
        assertThat(keys.readPublic(shown)).isEqualTo(key);
        agreesWithOpenssl(signer, file, shown);
        String fromOpenssl = Programs.run("openssl", "pkey", "-in", file.toString());
        assertThat(Files.readString(file)).isEqualTo(fromOpenssl);
        // OpenSSH reads Ed25519 in PKCS#8 from version 9.6 on.
        Programs.Answer publicHalf = Programs.ask(Map.of(), "ssh-keygen", "-y", "-f", file.toString());
        assertThat(publicHalf.output().strip())
                .matches(publicHalf.exit() == 0 ? Pattern.quote(key.toString()) : "Load key .*: invalid format");
    }

    private void agreesWithOpenssl(EventSigner signer, Path secret, Path shown) throws IOException {
        Path message = Files.write(directory.resolve("message"), MESSAGE);
        Path ours =
                Files.write(directory.resolve("ours.sig"), signer.sign(MESSAGE).toBytes());
        Path theirs = directory.resolve("theirs.sig");
        Programs.run(
                "openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                shown.toString(),
                "-rawin",
                "-in",
                message.toString(),
                "-sigfile",
                ours.toString());
        Programs.run(
                "openssl",
                "pkeyutl",
                "-sign",
                "-inkey",
                secret.toString(),
                "-rawin",
                "-in",
                message.toString(),
                "-out",
                theirs.toString());
        EventSignature signature = EventSignature.of(Files.readAllBytes(theirs));
        assertThat(new Ed25519Verifier().verify(signer.publicKey(), MESSAGE, signature))
                .isTrue();
        Files.writeString(message, "another message");
        assertThat(Programs.ask(
                                Map.of(),
                                "openssl",
                                "pkeyutl",
                                "-verify",
                                "-pubin",
                                "-inkey",
                                shown.toString(),
                                "-rawin",
                                "-in",
                                message.toString(),
                                "-sigfile",
                                ours.toString())
                        .exit())
                .isNotZero();
    }

    private void refusesOtherPassphrases(Path file) {
        for (String other : new String[] {"x", "bréve", "secrets", " ", "密"}) {
            assertThatThrownBy(() -> keys.readPrivate(file, other::toCharArray))
                    .as(other)
                    .isInstanceOf(KeysUnusableException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("passphrase")
                    .hasNoCause();
        }
        assertThatThrownBy(() -> keys.readPrivate(file, () -> new char[0]))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("found none");
    }

    private static void ownerOnly(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
