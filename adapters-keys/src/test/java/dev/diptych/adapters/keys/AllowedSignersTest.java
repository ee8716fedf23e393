package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.KeysUnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of trusted keys says, line by line. */
final class AllowedSignersTest {
    private static final VerifyingKey KEY = TwinSigner.of(1).publicKey();
    private static final VerifyingKey OTHER = TwinSigner.of(2).publicKey();
    private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");

    /** As much of an RSA key as shows its type. */
    private static final String RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQC7"
            + "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01234567";

    @TempDir
    Path directory;

    private TrustedKey only(String line) throws IOException {
        List<TrustedKey> keys = ring(line).trusted().orElseThrow().keys();
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    private AllowedSigners ring(String text) throws IOException {
        Path file = directory.resolve("allowed_signers");
        Files.writeString(file, text);
        return new AllowedSigners(new NioDurableFiles(), file, KATHMANDU);
    }

    @Test
    void trusts_for_events_and_checkpoints_where_no_namespaces_are_named_and_never_for_recovery() throws IOException {
        assertThat(only("a@example.com " + KEY))
                .isEqualTo(TrustedKey.always(KEY, "a@example.com", KeyUse.EVENTS, KeyUse.CHECKPOINTS));
    }

    @Test
    void skips_comments_and_empty_lines_and_takes_blanks_quotes_and_carriage_returns() throws IOException {
        AllowedSigners ring = ring("# a comment\r\n\n  \t\n\t # another\n \ta@example.com,b@*\t " + KEY
                + " with a comment\r\n\"c d@example.com\"  namespaces=\"diptych\"   " + OTHER);

        assertThat(ring.trusted().orElseThrow().keys())
                .containsExactly(
                        TrustedKey.always(KEY, "a@example.com,b@*", KeyUse.EVENTS, KeyUse.CHECKPOINTS),
                        TrustedKey.always(OTHER, "c d@example.com", KeyUse.EVENTS));
        assertThat(ring.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diptych | EVENTS",
                "diptych-checkpoint | CHECKPOINTS",
                "diptych-recovery | RECOVERY",
                "diptych,diptych-recovery | EVENTS RECOVERY",
                "git,file,diptych | EVENTS",
                "diptych* | EVENTS CHECKPOINTS RECOVERY",
                "* | EVENTS CHECKPOINTS RECOVERY",
                "diptych-* | CHECKPOINTS RECOVERY",
                "diptych-????ver? | RECOVERY",
                "*,!diptych-recovery | EVENTS CHECKPOINTS",
                "!diptych-*,* | EVENTS",
                "!git,diptych | EVENTS",
                "d*i*p*t*y*c*h | EVENTS",
            })
    void trusts_for_the_uses_whose_namespaces_match(String namespaces, String uses) throws IOException {
        Set<String> expected = Set.of(uses.split(" "));

        assertThat(only("a@example.com namespaces=\"" + namespaces + "\" " + KEY)
                        .uses())
                .allMatch(use -> expected.contains(use.name()))
                .hasSize(expected.size());
    }

    @ParameterizedTest
    @CsvSource({
        "20260101, 2025-12-31T18:15:00Z",
        "20260101Z, 2026-01-01T00:00:00Z",
        "202601011230, 2026-01-01T06:45:00Z",
        "202601011230Z, 2026-01-01T12:30:00Z",
        "20260101123045, 2026-01-01T06:45:45Z",
        "20260101123045z, 2026-01-01T12:30:45Z",
        "20240229Z, 2024-02-29T00:00:00Z"
    })
    void reads_every_form_of_time(String text, String expected) throws IOException {
        Optional<EventTime> time = Optional.of(EventTime.parse("time", expected));

        assertThat(only("a valid-after=\"" + text + "\" " + KEY).validAfter()).isEqualTo(time);
        assertThat(only("a valid-before=\"" + text + "\" " + KEY).validBefore()).isEqualTo(time);
    }

    @Test
    void takes_options_in_any_order_and_any_case() throws IOException {
        TrustedKey key = only("a Valid-Before=\"20270101Z\",NAMESPACES=\"diptych\",valid-after=\"20260101Z\" " + KEY);

        assertThat(key.uses()).containsExactly(KeyUse.EVENTS);
        assertThat(key.isValidAt(EventTime.parse("time", "2025-12-31T23:59:59.999999Z")))
                .isFalse();
        assertThat(key.isValidAt(EventTime.parse("time", "2026-01-01T00:00:00Z")))
                .isTrue();
        assertThat(key.isValidAt(EventTime.parse("time", "2026-12-31T23:59:59.999999Z")))
                .isTrue();
        assertThat(key.isValidAt(EventTime.parse("time", "2027-01-01T00:00:00Z")))
                .isFalse();
    }

    @Test
    void leaves_out_with_a_note_what_does_not_count_here() throws IOException {
        AllowedSigners ring = ring("a cert-authority " + KEY + "\nb " + RSA + "\nc namespaces=\"git\" " + KEY + "\nd "
                + KEY + "\ne namespaces=\"\" " + KEY + "\nf cert-authority,namespaces=\"diptych\" " + RSA + "\n");

        assertThat(ring.trusted().orElseThrow().keys())
                .extracting(TrustedKey::principals)
                .containsExactly("d");
        assertThat(ring.notes()).hasSize(5).allMatch(note -> note.contains("allowed_signers is left out: "));
        assertThat(ring.notes().get(0)).startsWith("line 1 of ").contains("certificate authority");
        assertThat(ring.notes().get(1))
                .startsWith("line 2 of ")
                .contains("ssh-rsa")
                .contains("only ssh-ed25519");
        assertThat(ring.notes().get(2)).startsWith("line 3 of ").contains("diptych-recovery");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com",
                "a@example.com ssh-ed25519",
                "a@example.com ssh-ed25519 AAAA",
                "a@example.com ssh-ed25519 !!!!",
                "a@example.com KEYX",
                "a@example.com ssh-foo KEYB",
                "a@example.com ssh-rsa KEYB",
                "KEY",
                "\"a@example.com KEY",
                "\"a\"b KEY",
                "\"\" KEY",
                "a\"b KEY",
                "a namespaces KEY",
                "a namespaces=diptych KEY",
                "a namespaces=\"diptych KEY",
                "a namespaces=\"diptych\", KEY",
                "a namespaces=\"diptych\",,cert-authority KEY",
                "a namespaces=\"diptych\" valid-after=\"20260101\" KEY",
                "a namespaces=\"diptych\",namespaces=\"diptych\" KEY",
                "a valid-after=\"20260101\",valid-after=\"20260101\" KEY",
                "a valid-after=\"\" KEY",
                "a valid-after=\"2026\" KEY",
                "a valid-after=\"2026-01-01\" KEY",
                "a valid-after=\"20261301\" KEY",
                "a valid-after=\"20260230\" KEY",
                "a valid-after=\"2026010124\" KEY",
                "a valid-after=\"202601012460\" KEY",
                "a valid-after=\"20260101Z1\" KEY",
                "a valid-after=\"20270101\",valid-before=\"20260101\" KEY",
                "a valid-after=\"20270101\",valid-before=\"20270101\" KEY",
                "a no-touch-required KEY",
                "a cert-authority",
                "a cert-authority=\"yes\" KEY",
                "a verify-required,namespaces=\"diptych\" KEY",
                "a unknown=\"x\" KEY"
            })
    void refuses_a_line_that_cannot_be_understood_with_its_number(String line) throws IOException {
        String bad = line.replace("KEYX", KEY.toString().substring(0, 60))
                .replace("KEYB", KEY.openSshBase64())
                .replace("KEY", KEY.toString());
        AllowedSigners ring = ring("# first\na@example.com " + OTHER + "\n" + bad + "\n");

        assertThatThrownBy(ring::trusted)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageStartingWith("line 3 of the file of trusted keys " + directory.resolve("allowed_signers"))
                .hasMessageContaining("expected ")
                .hasMessageContaining(", found ")
                .hasMessageContaining("Next: ");
        assertThatThrownBy(ring::notes).isInstanceOf(KeysUnusableException.class);
    }

    @Test
    void refuses_a_file_that_is_not_there_or_is_none() throws IOException {
        AllowedSigners ring = ring("");
        assertThat(ring.trusted().orElseThrow().keys()).isEmpty();
        Files.delete(directory.resolve("allowed_signers"));

        assertThatThrownBy(ring::trusted)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("there is no file of trusted keys");
        AllowedSigners overADirectory = new AllowedSigners(new NioDurableFiles(), directory, KATHMANDU);
        assertThatThrownBy(overADirectory::trusted)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("is not a regular file");
    }

    @Test
    void refuses_bytes_that_are_no_text() throws IOException {
        AllowedSigners ring = ring("");
        Files.write(directory.resolve("allowed_signers"), new byte[] {'a', (byte) 0xff, '\n'});

        assertThatThrownBy(ring::trusted)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void reads_or_refuses_whatever_the_bytes_are() throws IOException {
        Random random = new Random(25519);
        String line = "\"a b@example.com\" namespaces=\"diptych,git\",valid-after=\"202601010000Z\" " + KEY + " c\n";
        Path file = directory.resolve("allowed_signers");
        AllowedSigners ring = ring(line);
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                assertThat(ring.trusted()).isPresent();
            } catch (KeysUnusableException malformed) {
                refused++;
            }
        }
        assertThat(refused).isBetween(300, 999);
    }

    @Test
    void makes_a_line_that_it_reads_itself() throws IOException {
        for (Set<KeyUse> uses : List.of(Set.of(KeyUse.EVENTS), Set.of(KeyUse.RECOVERY), Set.of(KeyUse.values()))) {
            TrustedKey key = only(AllowedSigners.line("a@example.com", uses, KEY));
            assertThat(key.uses()).isEqualTo(uses);
            assertThat(key.key()).isEqualTo(KEY);
        }
        assertThat(AllowedSigners.line("a@example.com", Set.of(KeyUse.values()), KEY))
                .isEqualTo("a@example.com namespaces=\"diptych,diptych-checkpoint,diptych-recovery\" " + KEY + "\n");
        for (String principal : List.of("", "a b", "a\"", "#a", "a\n")) {
            assertThatThrownBy(() -> AllowedSigners.line(principal, Set.of(KeyUse.EVENTS), KEY))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> AllowedSigners.line("a", Set.of(), KEY)).isInstanceOf(IllegalArgumentException.class);
    }
}
