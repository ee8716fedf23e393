package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures that others published, good and bad, in files beside this class that say where they are from. */
final class PublishedVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    private static List<String[]> lines(String name) throws IOException {
        try (InputStream in = PublishedVectorsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .toList();
        }
    }

    private static byte[] bytes(String field) {
        return field.equals("-") ? new byte[0] : HEX.parseHex(field);
    }

    @Test
    void signs_and_verifies_all_five_vectors_of_rfc_8032() throws IOException {
        List<String[]> vectors = lines("rfc8032-ed25519.txt");

        assertThat(vectors).hasSize(5);
        for (String[] vector : vectors) {
            Ed25519Signer signer = Ed25519Signer.ofSeed(bytes(vector[0]));
            byte[] message = bytes(vector[2]);
            EventSignature signature = EventSignature.of(bytes(vector[3]));
            assertThat(HEX.formatHex(signer.publicKey().toBytes())).isEqualTo(vector[1]);
            assertThat(signer.sign(message)).isEqualTo(signature);
            assertThat(new Ed25519Verifier().verify(signer.publicKey(), message, signature))
                    .isTrue();
        }
    }

    @Test
    void agrees_with_wycheproof_and_so_does_the_twin() throws IOException {
        List<String[]> vectors = lines("wycheproof-ed25519.txt");

        assertThat(vectors).hasSizeGreaterThan(70);
        for (SignatureVerifier verifier : List.of(new Ed25519Verifier(), new TwinSignatureVerifier())) {
            for (String[] vector : vectors) {
                byte[] signature = bytes(vector[4]);
                if (signature.length != EventSignature.BYTES) {
                    assertThat(vector[2]).isEqualTo("invalid");
                    assertThatThrownBy(() -> EventSignature.of(signature)).isInstanceOf(IllegalArgumentException.class);
                } else {
                    assertThat(verifier.verify(
                                    VerifyingKey.of(bytes(vector[1])), bytes(vector[3]), EventSignature.of(signature)))
                            .as("number %s", vector[0])
                            .isEqualTo(vector[2].equals("valid"));
                }
            }
        }
    }
}
