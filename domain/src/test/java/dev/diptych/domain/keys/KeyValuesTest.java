package dev.diptych.domain.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.EventType;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.domain.signature.KeyId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyValuesTest {
    private static final String BASE64 = "AAAAC3NzaC1lZDI1NTE5AAAAIME9h+TJGFTqrP0s5xc8ixWqIpd1feKqGe+9YCPvtpze";
    private static final VerifyingKey KEY = VerifyingKey.parseOpenSsh(BASE64).orElseThrow();

    /** Made by {@code ssh-keygen -t ed25519}, fingerprints by {@code ssh-keygen -lf}, of OpenSSH 9. */
    @ParameterizedTest
    @CsvSource({
        "AAAAC3NzaC1lZDI1NTE5AAAAIME9h+TJGFTqrP0s5xc8ixWqIpd1feKqGe+9YCPvtpze,"
                + " SHA256:GDs3OU678z01REmPs3s2nV3hMAVST821y8D7sU3rSJc",
        "AAAAC3NzaC1lZDI1NTE5AAAAIPM+ZibmiiPx7nF7rQMaXx5hX2yJKM/k1JtDHYXBJdWR,"
                + " SHA256:lgvmGiBUiH7QLm4yIIs/HdIXiBPqGYiW8owvuS7449U"
    })
    void the_id_of_a_key_is_what_ssh_keygen_calls_its_fingerprint(String base64, String fingerprint) {
        VerifyingKey key = VerifyingKey.parseOpenSsh(base64).orElseThrow();

        assertThat(key.id()).isEqualTo(new KeyId(fingerprint));
        assertThat(key.openSshBase64()).isEqualTo(base64);
        assertThat(key).hasToString("ssh-ed25519 " + base64);
        assertThat(VerifyingKey.of(key.toBytes())).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void a_key_has_32_bytes_and_nobody_can_change_them() {
        byte[] bytes = KEY.toBytes();
        VerifyingKey copy = VerifyingKey.of(bytes);
        bytes[0]++;

        assertThat(copy).isEqualTo(KEY);
        assertThat(VerifyingKey.of(bytes)).isNotEqualTo(KEY);
        assertThatThrownBy(() -> VerifyingKey.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ed25519 public key must have 32 bytes, had 31");
    }

    @Test
    void a_key_in_any_other_spelling_is_none() {
        assertThat(VerifyingKey.parseOpenSsh(BASE64)).contains(KEY);
        for (int at = 0; at < 20; at++) {
            String other = BASE64.substring(0, at) + (BASE64.charAt(at) == 'B' ? 'C' : 'B') + BASE64.substring(at + 1);
            assertThat(VerifyingKey.parseOpenSsh(other)).as(other).isEmpty();
        }
        for (String other : List.of("", "?", BASE64 + "=", BASE64 + "AAAA", BASE64.substring(4), " " + BASE64)) {
            assertThat(VerifyingKey.parseOpenSsh(other)).as(other).isEmpty();
        }
    }

    @Test
    void a_trusted_key_has_at_least_one_use() {
        assertThatThrownBy(() -> TrustedKey.always(KEY, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one use");
        TrustedKey key = TrustedKey.always(KEY, "a", KeyUse.EVENTS);
        assertThat(key.uses()).isEqualTo(Set.of(KeyUse.EVENTS));
        assertThat(new TrustedKeys(List.of(key, key)).find(KEY.id())).containsExactly(key, key);
        assertThat(TrustedKeys.NONE.find(KEY.id())).isEmpty();
    }

    @Test
    void what_is_said_of_keys_has_one_spelling_and_whatever_differs_by_a_character_is_not_known() {
        for (KeyEvent event : List.of(
                new KeyEvent.Rotated(new KeyId("old"), KEY),
                new KeyEvent.Revoked(new KeyId("old"), "a \"quoted\" \\ reason, \u00e9 too"),
                new KeyEvent.SignaturesRequired(true),
                new KeyEvent.SignaturesRequired(false))) {
            String json = event.json();
            assertThat(KeyEvent.read(event.type(), json)).isEqualTo(event);
            for (int at = 0; at <= json.length(); at++) {
                requireOtherOrUnknown(event, json.substring(0, at) + " " + json.substring(at));
                if (at < json.length()) {
                    requireOtherOrUnknown(event, json.substring(0, at) + json.substring(at + 1));
                    requireOtherOrUnknown(event, json.substring(0, at) + '\u0001' + json.substring(at + 1));
                }
            }
            EventType newer = new EventType(event.type().value().replace(".v1", ".v2"));
            assertThat(KeyEvent.read(newer, json)).isEqualTo(new KeyEvent.Unknown(newer, json));
        }
    }

    @Test
    void a_key_in_a_rotation_is_never_read_as_another_one_than_is_written() {
        String json = new KeyEvent.Rotated(new KeyId("old"), KEY).json();
        for (int at = json.indexOf(BASE64); at < json.indexOf(BASE64) + BASE64.length(); at++) {
            String other = json.substring(0, at) + (json.charAt(at) == 'x' ? 'y' : 'x') + json.substring(at + 1);
            assertThat(KeyEvent.read(KeyEvent.Rotated.TYPE, other).json()).isEqualTo(other);
        }
    }

    @Test
    void a_key_is_not_rotated_to_itself_and_not_revoked_without_a_reason() {
        assertThatThrownBy(() -> new KeyEvent.Rotated(KEY.id(), KEY)).isInstanceOf(IllegalArgumentException.class);
        String toItself = "{\"from\":\"" + KEY.id() + "\",\"to\":\"" + BASE64 + "\"}";
        assertThat(KeyEvent.read(KeyEvent.Rotated.TYPE, toItself)).isInstanceOf(KeyEvent.Unknown.class);
        KeyId key = new KeyId("k");
        for (String bad : List.of("", " ", "\n", "a\u007f", "\ud83d\ude00", "x".repeat(201))) {
            assertThatThrownBy(() -> new KeyEvent.Revoked(key, bad)).isInstanceOf(IllegalArgumentException.class);
            assertThat(KeyEvent.read(KeyEvent.Revoked.TYPE, "{\"key\":\"k\",\"reason\":\"" + bad + "\"}"))
                    .isInstanceOf(KeyEvent.Unknown.class);
        }
        assertThat(new KeyEvent.Revoked(key, "x".repeat(200)).reason()).hasSize(200);
    }

    @Test
    void a_signature_is_its_64_bytes_and_back() {
        byte[] bytes = new byte[EventSignature.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 - 128);
        }
        EventSignature signature = EventSignature.of(bytes);

        assertThat(signature.value()).hasSize(EventSignature.CHARACTERS);
        assertThat(signature.toBytes()).isEqualTo(bytes);
        assertThat(new EventSignature(signature.value())).isEqualTo(signature);
        assertThatThrownBy(() -> EventSignature.of(new byte[63]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("signature must have 64 bytes, had 63");
    }

    /** An edit inside a reason or a key id makes another event; any other makes none that is known. */
    private static void requireOtherOrUnknown(KeyEvent event, String json) {
        KeyEvent read = KeyEvent.read(event.type(), json);
        assertThat(read).as(json).isNotEqualTo(event);
        assertThat(read.json()).isEqualTo(json);
    }
}
