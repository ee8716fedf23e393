package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.KeysUnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no keys for us, or no longer, or anybody's: each is refused in words, and in no other way. */
final class KeyFilesRefusalsTest {
    private static final Supplier<char[]> SECRET = "secret"::toCharArray;

    private final KeyFiles keys = new KeyFiles(new NioDurableFiles(), SeededRandomBytes.of(11));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "rw-r-----, 0640",
        "rw----r--, 0604",
        "rw-rw----, 0660",
        "rw-r--r--, 0644",
        "rwx--x---, 0710",
        "r-----rwx, 0407"
    })
    void refuses_a_private_key_that_is_open_to_others(String mode, String octal) throws IOException {
        Path file = directory.resolve("key");
        keys.generate(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThatThrownBy(() -> keys.readPrivate(file, SECRET))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessage(
                        "the private key file " + file + " is open to others than its owner: expected the mode 0600 or"
                                + " a stricter one, found " + octal + ". Nothing was changed. Next: chmod 600 "
                                + file.toRealPath()
                                + ", and think of the key as known to whoever could read it");
        assertThatThrownBy(() -> keys.readPrivate(link, SECRET))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("the private key file " + link + " is open to others")
                .hasMessageContaining("chmod 600 " + file.toRealPath());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void reads_a_private_key_that_is_its_owner_s_alone_through_a_link_too(String mode) throws IOException {
        Path file = directory.resolve("key");
        VerifyingKey key = keys.generate(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(keys.readPrivate(file, SECRET).publicKey()).isEqualTo(key);
        assertThat(keys.readPrivate(link, SECRET).publicKey()).isEqualTo(key);
    }

    @Test
    void refuses_what_is_not_there_or_no_file_or_too_large_or_empty() throws IOException {
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
        for (Path missing : new Path[] {directory.resolve("nothing"), dangling}) {
            assertThatThrownBy(() -> keys.readPrivate(missing, SECRET))
                    .isInstanceOf(KeysUnusableException.class)
                    .hasMessageContaining("there is no private key file " + missing);
            assertThatThrownBy(() -> keys.readPublic(missing))
                    .isInstanceOf(KeysUnusableException.class)
                    .hasMessageContaining("there is no public key file " + missing);
        }
        refusesPrivate(directory, "is not a regular file");
        refusesPrivate(secret(new byte[64 * 1024 + 1]), "expected at most 65536 bytes, found 65537");
        refusesPrivate(secret(new byte[0]), "a file without a line that begins one");
        assertThatThrownBy(() -> keys.readPublic(secret(new byte[0])))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("0 lines");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA -pkeyopt rsa_keygen_bits:2048, an RSA key",
        "EC -pkeyopt ec_paramgen_curve:P-256, an ECDSA key",
        "ED448, an Ed448 key",
        "X25519, an X25519 key"
    })
    void refuses_other_keys_of_openssl_by_name(String algorithm, String name) throws IOException {
        Path file = directory.resolve("key");
        Path shown = directory.resolve("key.spki");
        Programs.run("sh", "-c", "exec openssl genpkey -algorithm " + algorithm + " -out '" + file + "'");
        Programs.run("openssl", "pkey", "-in", file.toString(), "-pubout", "-out", shown.toString());

        refusesPrivate(file, "expected an Ed25519 key, found " + name);
        refusesPublic(shown, "expected an Ed25519 key, found " + name);
    }

    @ParameterizedTest
    @CsvSource({"rsa, ssh-rsa", "ecdsa, ecdsa-sha2-nistp256"})
    void refuses_other_keys_of_ssh_keygen_by_name(String algorithm, String name) {
        Path file = directory.resolve("id");
        Programs.run("ssh-keygen", "-q", "-t", algorithm, "-N", "secret", "-f", file.toString());

        refusesPrivate(file, "expected an Ed25519 key, found a key of the type " + name);
        refusesPublic(KeyFiles.publicFile(file), "expected an Ed25519 key, found a key of the type " + name);
    }

    @Test
    void tells_a_public_file_from_a_private_one() throws IOException {
        Path file = directory.resolve("key");
        VerifyingKey key = keys.generate(file, "");
        Path shown = directory.resolve("key.spki");
        Programs.run("openssl", "pkey", "-in", file.toString(), "-pubout", "-out", shown.toString());
        Files.setPosixFilePermissions(shown, PosixFilePermissions.fromString("rw-------"));

        refusesPrivate(KeyFiles.publicFile(file), "expected a private key, found a public one");
        refusesPrivate(shown, "expected a private key, found a public one");
        refusesPublic(file, "expected a public key, found a file that says PRIVATE KEY");
        refusesPublic(secret((key + "\n" + key + "\n").getBytes(StandardCharsets.US_ASCII)), "2 lines");
        refusesPublic(secret("ssh-ed25519 AAAA\n".getBytes(StandardCharsets.US_ASCII)), "found something else");
        assertThat(keys.readPublic(secret(("# whose\n\n" + key).getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(key);
    }

    @Test
    void refuses_a_public_key_with_which_no_signature_is_good() throws IOException {
        for (String point : new String[] {"01" + "00".repeat(31), "02" + "00".repeat(31)}) {
            VerifyingKey key = VerifyingKey.of(HexFormat.of().parseHex(point));
            refusesPublic(secret((key + "\n").getBytes(StandardCharsets.US_ASCII)), "with which no signature is good");
        }
    }

    @Test
    void reads_one_block_with_explanations_around_it_and_refuses_two() throws IOException {
        Path file = directory.resolve("key");
        VerifyingKey key = keys.generate(file, "");
        String pem = Files.readString(file);

        assertThat(keys.readPrivate(
                                secret(("Bag Attributes\r\n" + pem.replace("\n", "\r\n") + "\r\n")
                                        .getBytes(StandardCharsets.US_ASCII)),
                                SECRET)
                        .publicKey())
                .isEqualTo(key);
        refusesPrivate(secret((pem + pem).getBytes(StandardCharsets.US_ASCII)), "found more than one block");
        refusesPrivate(
                secret(pem.replace("END PRIVATE", "END PUBLIC").getBytes(StandardCharsets.US_ASCII)),
                "found a block that does not end as it began");
    }

    @Test
    void reads_a_private_key_that_states_its_public_half_and_refuses_another_s() throws IOException {
        Random random = new Random(8410);
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        VerifyingKey key = Ed25519Signer.ofSeed(seed).publicKey();
        byte[] other = key.toBytes();
        other[3] ^= 1;

        assertThat(keys.readPrivate(secret(versionTwo(seed, key.toBytes())), SECRET)
                        .publicKey())
                .isEqualTo(key);
        refusesPrivate(secret(versionTwo(seed, other)), "expected a private key with its own public half");
    }

    @Test
    void reads_or_refuses_whatever_became_of_a_file_and_never_quotes_it() throws IOException {
        Path plain = directory.resolve("plain.pem");
        Path encrypted = directory.resolve("encrypted.pem");
        Path ssh = directory.resolve("ssh");
        Path sshEncrypted = directory.resolve("ssh-encrypted");
        keys.generate(plain, "");
        Programs.run(
                "openssl",
                "pkcs8",
                "-topk8",
                "-iter",
                "1",
                "-in",
                plain.toString(),
                "-passout",
                "pass:secret",
                "-out",
                encrypted.toString());
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ssh.toString());
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-a", "1", "-f", sshEncrypted.toString());
        Random random = new Random(1957);
        for (Path file : new Path[] {plain, encrypted, ssh, sshEncrypted}) {
            byte[] content = Files.readAllBytes(file);
            int step = file.equals(sshEncrypted) ? 5 : 1;
            for (int at = 0; at < content.length; at += step) {
                byte[] flipped = content.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                readsOrRefuses(flipped, content);
                if (at % 7 == 0) {
                    readsOrRefuses(Arrays.copyOf(content, at), content);
                }
            }
        }
    }

    @Test
    void reads_or_refuses_blocks_of_garbage() throws IOException {
        Random random = new Random(5208);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (i % 2 == 0 && garbage.length > 20) {
                System.arraycopy("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII), 0, garbage, 0, 15);
            }
            for (String label : new String[] {
                Pkcs8.PRIVATE_LABEL, Pkcs8.ENCRYPTED_LABEL, OpenSshPrivateKey.LABEL, Pkcs8.PUBLIC_LABEL
            }) {
                byte[] content = pem(label, garbage);
                readsOrRefuses(content, content);
                try {
                    assertThat(keys.readPublic(secret(content))).isNotNull();
                } catch (KeysUnusableException refused) {
                    assertThat(refused).hasMessageContaining("Next: ");
                }
            }
        }
    }

    @Test
    void lets_no_file_ask_for_days_of_work() throws IOException, UnfitKeyException {
        Path file = directory.resolve("id");
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-a", "1", "-f", file.toString());
        Pem pem = Pem.find(Files.readAllBytes(file)).orElseThrow();
        byte[] block = pem.bytes();
        // Behind the magic, "aes256-ctr", "bcrypt", the length of the options, and the salt with its length.
        int rounds = 15 + 14 + 10 + 4 + 20;
        assertThat(block[rounds + 3]).isEqualTo((byte) 1);
        block[rounds] = 0x7f;

        refusesPrivate(secret(pem(OpenSshPrivateKey.LABEL, block)), "expected 1 to 2000 rounds");
    }

    private void readsOrRefuses(byte[] content, byte[] original) throws IOException {
        Path file = secret(content);
        try {
            assertThat(keys.readPrivate(file, SECRET)).isNotNull();
        } catch (KeysUnusableException refused) {
            assertThat(refused).hasMessageContaining(file.toString()).hasMessageContaining("Next: ");
            for (String line : new String(original, StandardCharsets.US_ASCII).split("\n")) {
                if (!line.startsWith("-----") && line.length() > 8) {
                    assertThat(refused.toString()).doesNotContain(line.substring(0, 8));
                }
            }
        }
    }

    private void refusesPrivate(Path file, String why) {
        assertThatThrownBy(() -> keys.readPrivate(file, () -> {
                    throw new AssertionError("asked for a passphrase in vain");
                }))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("Nothing was changed. Next: ");
    }

    private void refusesPublic(Path file, String why) {
        assertThatThrownBy(() -> keys.readPublic(file))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("Nothing was changed. Next: ");
    }

    /** RFC 5958: version 1 (v2), with the public half. */
    private static byte[] versionTwo(byte[] seed, byte[] publicHalf) {
        HexFormat hex = HexFormat.of();
        return pem(
                Pkcs8.PRIVATE_LABEL,
                hex.parseHex("3051020101300506032b657004220420" + hex.formatHex(seed) + "812100"
                        + hex.formatHex(publicHalf)));
    }

    private static byte[] pem(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Path secret(byte[] content) throws IOException {
        Path file = directory.resolve("changed");
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
