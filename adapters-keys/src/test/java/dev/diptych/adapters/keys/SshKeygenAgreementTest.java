package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.KeysUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that defines the file of trusted keys, asked about the same lines: it signs in each namespace, and says whether
 * the line makes the signature good at a time.
 */
final class SshKeygenAgreementTest {
    /** Without summer time, which OpenSSH does not heed in all versions: it takes every time for a winter's. */
    private static final String ZONE = "America/Bogota";

    private static final Map<KeyUse, String> NAMESPACES = Map.of(
            KeyUse.EVENTS, "diptych", KeyUse.CHECKPOINTS, "diptych-checkpoint", KeyUse.RECOVERY, "diptych-recovery");

    /** In UTC, as {@code ssh-keygen -Overify-time} takes them. */
    private static final List<String> TIMES = List.of(
            "20251231235959Z",
            "20260101000000Z",
            "20260101045959Z",
            "20260101050000Z",
            "20260601115959Z",
            "20260601120000Z",
            "20260601155959Z",
            "20260601160000Z",
            "20270101000001Z",
            "20270101050001Z");

    private final KeyFiles keys = new KeyFiles(new NioDurableFiles(), SeededRandomBytes.of(3));

    @TempDir
    Path directory;

    private Path message;
    private Path allowed;
    private VerifyingKey key;

    @BeforeEach
    void sign() throws IOException {
        Path secret = directory.resolve("id");
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", secret.toString());
        key = keys.readPublic(KeyFiles.publicFile(secret));
        allowed = directory.resolve("allowed_signers");
        message = Files.writeString(directory.resolve("message"), "a message");
        for (String namespace : NAMESPACES.values()) {
            Path copy = Files.writeString(directory.resolve(namespace), "a message");
            Programs.run("ssh-keygen", "-q", "-Y", "sign", "-f", secret.toString(), "-n", namespace, copy.toString());
        }
    }

    @Test
    void agrees_on_when_a_line_makes_a_key_valid() throws IOException {
        for (String bounds : List.of(
                "valid-after=\"20260101\"",
                "valid-after=\"20260101Z\"",
                "valid-before=\"20270101\"",
                "valid-before=\"20270101Z\"",
                "valid-after=\"202606011200\"",
                "valid-after=\"202606011200Z\"",
                "VALID-AFTER=\"20260601120000\",valid-before=\"20270101Z\"",
                "valid-before=\"20270101\",valid-after=\"20260601120000Z\"")) {
            Files.writeString(allowed, "a@example.com " + bounds + " " + key + "\n");
            for (String time : TIMES) {
                assertThat(isGood(KeyUse.EVENTS, time))
                        .as("%s at %s", bounds, time)
                        .isEqualTo(isGoodForSshKeygen(KeyUse.EVENTS, time));
            }
        }
    }

    @Test
    void agrees_on_the_namespaces_that_a_line_names() throws IOException {
        for (String namespaces : List.of(
                "diptych",
                "diptych-checkpoint,git",
                "diptych*",
                "*,!diptych-recovery",
                "!diptych,*",
                "di?tych",
                "git,file",
                "diptych-recovery,diptych")) {
            Files.writeString(allowed, "a@example.com namespaces=\"" + namespaces + "\" " + key + "\n");
            for (KeyUse use : KeyUse.values()) {
                assertThat(isGood(use, TIMES.get(4)))
                        .as("%s for %s", namespaces, use)
                        .isEqualTo(isGoodForSshKeygen(use, TIMES.get(4)));
            }
        }
    }

    @Test
    void agrees_on_lines_of_every_shape() throws IOException {
        for (String line : List.of(
                "a@example.com KEY",
                "  \ta@example.com \t KEY with a comment",
                "\"a@example.com\" KEY",
                "a@example.com,b@example.com KEY",
                "a@example.com NameSpaces=\"diptych\" KEY",
                "# a@example.com KEY",
                "a@example.com namespaces=diptych KEY",
                "a@example.com namespaces=\"diptych\",valid-after=\"20270601\" KEY",
                "a@example.com namespaces=\"diptych\",namespaces=\"diptych\" KEY",
                "a@example.com valid-after=\"2026\" KEY",
                "a@example.com valid-before=\"20260101\",valid-after=\"20270101\" KEY",
                "a@example.com surprise KEY",
                "a@example.com cert-authority KEY",
                "a@example.com ssh-ed25519",
                "a@example.com")) {
            Files.writeString(allowed, line.replace("KEY", key.toString()) + "\n");
            assertThat(isGood(KeyUse.EVENTS, TIMES.get(4)))
                    .as(line)
                    .isEqualTo(isGoodForSshKeygen(KeyUse.EVENTS, TIMES.get(4)));
        }
    }

    @Test
    void makes_a_line_that_ssh_keygen_takes() throws IOException {
        Files.writeString(allowed, AllowedSigners.line("a@example.com", NAMESPACES.keySet(), key));
        for (KeyUse use : KeyUse.values()) {
            assertThat(isGoodForSshKeygen(use, TIMES.get(4))).isTrue();
            assertThat(isGood(use, TIMES.get(4))).isTrue();
        }
    }

    /** Whether this file, read here, lets the key vouch at the time; a file that is refused lets nobody. */
    private boolean isGood(KeyUse use, String compact) {
        EventTime time =
                EventTime.parse("time", compact.replaceAll("(....)(..)(..)(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        try {
            Optional<List<TrustedKey>> trusted = new AllowedSigners(new NioDurableFiles(), allowed, ZoneId.of(ZONE))
                    .trusted()
                    .map(all -> all.find(key.id()));
            return trusted.orElseThrow().stream().anyMatch(line -> line.uses().contains(use) && line.isValidAt(time));
        } catch (KeysUnusableException refused) {
            return false;
        }
    }

    private boolean isGoodForSshKeygen(KeyUse use, String time) {
        Programs.Answer answer = Programs.askWith(
                message,
                Map.of("TZ", ZONE),
                "ssh-keygen",
                "-Y",
                "verify",
                "-f",
                allowed.toString(),
                "-I",
                "a@example.com",
                "-n",
                NAMESPACES.get(use),
                "-Overify-time=" + time,
                "-s",
                directory.resolve(NAMESPACES.get(use)) + ".sig");
        assertThat(answer.exit()).as(answer.output()).isIn(0, 255);
        return answer.exit() == 0;
    }
}
