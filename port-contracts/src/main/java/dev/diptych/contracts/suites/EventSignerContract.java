package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of {@link EventSigner}: plain Ed25519, the same every time, by any number of threads, and nothing shown. */
public abstract class EventSignerContract {
    /** A signer with the private key (RFC 8032, section 5.1.5) that these 32 bytes are. The test may change them later. */
    protected abstract EventSigner signer(byte[] seed);

    @Test
    void has_the_public_half_that_the_standard_gives() {
        for (Rfc8032.Vector vector : Rfc8032.VECTORS) {
            assertThat(signer(vector.seed()).publicKey()).isEqualTo(vector.key());
        }
    }

    @Test
    void signs_as_the_standard_does() {
        for (Rfc8032.Vector vector : Rfc8032.VECTORS) {
            assertThat(signer(vector.seed()).sign(vector.messageBytes())).isEqualTo(vector.signatureValue());
        }
    }

    @Test
    void keeps_a_key_of_its_own_and_leaves_the_message_as_it_was() {
        Rfc8032.Vector vector = Rfc8032.VECTORS.get(2);
        byte[] seed = vector.seed();
        byte[] message = vector.messageBytes();
        EventSigner signer = signer(seed);
        Arrays.fill(seed, (byte) 0);

        assertThat(signer.sign(message)).isEqualTo(vector.signatureValue());
        assertThat(message).isEqualTo(vector.messageBytes());
        assertThat(signer.publicKey()).isEqualTo(vector.key());
    }

    @Test
    void gives_the_same_signature_to_many_threads() {
        EventSigner signer = signer(Rfc8032.VECTORS.get(0).seed());
        List<CompletableFuture<EventSignature>> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] message = Rfc8032.VECTORS.get(0).messageBytes();
            threads.add(CompletableFuture.supplyAsync(() -> signer.sign(message)));
        }

        assertThat(threads.stream().map(CompletableFuture::join))
                .hasSize(200)
                .containsOnly(Rfc8032.VECTORS.get(0).signatureValue());
    }

    @Test
    void shows_nothing_of_its_private_half() {
        for (Rfc8032.Vector vector : Rfc8032.VECTORS) {
            EventSigner signer = signer(vector.seed());

            assertThat(signer.publicKey()).isEqualTo(vector.key());
            assertThat(signer.toString())
                    .doesNotContainIgnoringCase(vector.secret().substring(0, 8))
                    .doesNotContain(
                            Base64.getEncoder().encodeToString(vector.seed()).substring(0, 8))
                    .doesNotContain(Arrays.toString(vector.seed()).substring(1, 20))
                    .doesNotContain(new String(vector.seed(), StandardCharsets.ISO_8859_1).substring(0, 8))
                    .doesNotContain(
                            HexFormat.ofDelimiter(":").formatHex(vector.seed()).substring(0, 11));
        }
    }
}
