package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link SignatureVerifier}: what is good is good, and whatever else the bytes may be is an answer. */
public abstract class SignatureVerifierContract {
    /** The order of the group (RFC 8032, section 5.1). */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final Rfc8032.Vector VECTOR = Rfc8032.VECTORS.get(3);

    /** The points of orders one, two, four and eight, as RFC 8032 spells points. */
    private static final List<String> OF_SMALL_ORDER = List.of(
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85");

    /** The base point: with a key of order one, it and the number one are a signature of everything. */
    private static final String BASE_POINT = "5866666666666666666666666666666666666666666666666666666666666666";

    private SignatureVerifier verifier;

    protected abstract SignatureVerifier verifier();

    /** Every test begins by seeing that what is good is good, so that none passes because everything is refused. */
    @BeforeEach
    void takeAVerifier() {
        verifier = verifier();
        assertThat(verifier.verify(VECTOR.key(), VECTOR.messageBytes(), VECTOR.signatureValue()))
                .isTrue();
    }

    @Test
    void finds_good_what_the_standard_signs() {
        for (Rfc8032.Vector vector : Rfc8032.VECTORS) {
            assertThat(verifier.verify(vector.key(), vector.messageBytes(), vector.signatureValue()))
                    .isTrue();
        }
    }

    @Test
    void finds_a_signature_with_any_other_bit_not_good() {
        byte[] signature = VECTOR.signatureValue().toBytes();
        for (int bit = 0; bit < signature.length * 8; bit++) {
            EventSignature flipped = EventSignature.of(flipped(signature, bit));
            assertThat(verifier.verify(VECTOR.key(), VECTOR.messageBytes(), flipped))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void finds_any_other_message_not_good() {
        byte[] message = VECTOR.messageBytes();
        for (int bit = 0; bit < message.length * 8; bit++) {
            assertThat(verifier.verify(VECTOR.key(), flipped(message, bit), VECTOR.signatureValue()))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(verifier.verify(VECTOR.key(), new byte[0], VECTOR.signatureValue()))
                .isFalse();
    }

    @Test
    void finds_any_other_key_not_good_whether_it_is_a_point_or_not() {
        byte[] key = VECTOR.key().toBytes();
        for (int bit = 0; bit < key.length * 8; bit++) {
            VerifyingKey other = VerifyingKey.of(flipped(key, bit));
            assertThat(verifier.verify(other, VECTOR.messageBytes(), VECTOR.signatureValue()))
                    .as("bit %d", bit)
                    .isFalse();
        }
        for (Rfc8032.Vector vector : Rfc8032.VECTORS.subList(0, 3)) {
            assertThat(verifier.verify(vector.key(), VECTOR.messageBytes(), VECTOR.signatureValue()))
                    .isFalse();
        }
    }

    @Test
    void finds_a_second_half_that_is_not_below_the_order_not_good() {
        byte[] bytes = VECTOR.signatureValue().toBytes();
        byte[] half = new byte[32];
        for (int i = 0; i < half.length; i++) {
            half[i] = bytes[bytes.length - 1 - i];
        }
        BigInteger s = new BigInteger(1, half);
        assertThat(s).isLessThan(L);
        for (BigInteger other = s.add(L); other.bitLength() <= 256; other = other.add(L)) {
            EventSignature same = EventSignature.of(withSecondHalf(bytes, other));
            assertThat(verifier.verify(VECTOR.key(), VECTOR.messageBytes(), same))
                    .isFalse();
        }
    }

    @Test
    void finds_a_key_of_small_order_not_good_whatever_it_claims_to_have_signed() {
        BigInteger one = BigInteger.ONE;
        byte[] forged = withSecondHalf(HexFormat.of().parseHex(BASE_POINT + "00".repeat(32)), one);
        for (String point : OF_SMALL_ORDER) {
            VerifyingKey key = VerifyingKey.of(HexFormat.of().parseHex(point));
            for (int i = 0; i < 20; i++) {
                byte[] message = ("message " + i).getBytes(StandardCharsets.US_ASCII);
                assertThat(verifier.verify(key, message, EventSignature.of(forged)))
                        .as("%s, message %d", point, i)
                        .isFalse();
            }
        }
    }

    @Test
    void answers_whatever_the_bytes_are() {
        Random random = new Random(8032);
        byte[] key = new byte[VerifyingKey.BYTES];
        byte[] signature = new byte[EventSignature.BYTES];
        for (int i = 0; i < 500; i++) {
            random.nextBytes(key);
            random.nextBytes(signature);
            assertThat(verifier.verify(VerifyingKey.of(key), key, EventSignature.of(signature)))
                    .isFalse();
            assertThat(verifier.verify(VECTOR.key(), signature, EventSignature.of(signature)))
                    .isFalse();
        }
        assertThat(verifier.verify(VECTOR.key(), VECTOR.messageBytes(), VECTOR.signatureValue()))
                .as("after more keys than anybody remembers")
                .isTrue();
    }

    @Test
    void answers_many_threads_alike() {
        List<CompletableFuture<Boolean>> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Rfc8032.Vector vector = Rfc8032.VECTORS.get(i % Rfc8032.VECTORS.size());
            threads.add(CompletableFuture.supplyAsync(
                    () -> verifier.verify(vector.key(), vector.messageBytes(), vector.signatureValue())
                            && !verifier.verify(vector.key(), new byte[3], vector.signatureValue())));
        }
        assertThat(threads.stream().map(CompletableFuture::join)).hasSize(200).containsOnly(true);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }

    /** RFC 8032, section 5.1.6: the second half is a number in little-endian order. */
    private static byte[] withSecondHalf(byte[] signature, BigInteger s) {
        byte[] changed = signature.clone();
        for (int i = 0; i < 32; i++) {
            changed[32 + i] = s.shiftRight(8 * i).byteValue();
        }
        return changed;
    }
}
