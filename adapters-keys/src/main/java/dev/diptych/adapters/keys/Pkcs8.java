package dev.diptych.adapters.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Keys as OpenSSL writes them: private ones in PKCS#8 (RFC 5958), public ones in SPKI (RFC 5280, section 4.1.2.7), both with
 * the Ed25519 of RFC 8410.
 */
final class Pkcs8 {
    static final String PRIVATE_LABEL = "PRIVATE KEY";
    static final String ENCRYPTED_LABEL = "ENCRYPTED PRIVATE KEY";
    static final String PUBLIC_LABEL = "PUBLIC KEY";

    /** RFC 8410, section 3. */
    private static final String ED25519 = "1.3.101.112";

    /** RFC 8410, section 7: version 0, Ed25519, and an octet string in an octet string, which the seed follows. */
    private static final byte[] BEFORE_THE_SEED = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final Map<String, String> NAMES = Map.of(
            "1.2.840.113549.1.1.1", "an RSA key",
            "1.2.840.113549.1.1.10", "an RSA-PSS key",
            "1.2.840.10045.2.1", "an ECDSA key",
            "1.2.840.10040.4.1", "a DSA key",
            "1.3.101.110", "an X25519 key",
            "1.3.101.111", "an X448 key",
            "1.3.101.113", "an Ed448 key");

    private Pkcs8() {}

    /** The seed of a private key; the caller wipes it. */
    static byte[] seed(byte[] der) throws UnfitKeyException {
        byte[] seed;
        byte[] publicHalf;
        try {
            PrivateKeyInfo key = PrivateKeyInfo.getInstance(der);
            requireEd25519(key.getPrivateKeyAlgorithm());
            seed = ASN1OctetString.getInstance(key.parsePrivateKey()).getOctets();
            ASN1BitString stated = key.getPublicKeyData();
            publicHalf = stated == null ? new byte[0] : stated.getOctets();
        } catch (RuntimeException | IOException malformed) {
            throw malformed("a private key in PKCS#8");
        }
        if (seed.length != Ed25519Signer.SEED_BYTES) {
            Arrays.fill(seed, (byte) 0);
            throw malformed("a private key in PKCS#8");
        }
        if (publicHalf.length > 0 && !Arrays.equals(publicHalf, publicHalfOf(seed))) {
            Arrays.fill(seed, (byte) 0);
            throw halves();
        }
        return seed;
    }

    /** The bytes of a public key, which are not judged here. */
    static byte[] publicBytes(byte[] der) throws UnfitKeyException {
        try {
            SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(der);
            requireEd25519(key.getAlgorithm());
            return key.getPublicKeyData().getOctets();
        } catch (RuntimeException malformed) {
            throw malformed("a public key in SPKI");
        }
    }

    /** The private key file for a seed, as {@code openssl genpkey} writes it; the caller wipes it. */
    static byte[] pem(byte[] seed) {
        byte[] der = Arrays.copyOf(BEFORE_THE_SEED, BEFORE_THE_SEED.length + seed.length);
        System.arraycopy(seed, 0, der, BEFORE_THE_SEED.length, seed.length);
        byte[] base64 = Base64.getEncoder().encode(der);
        byte[] begin = ("-----BEGIN " + PRIVATE_LABEL + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] end = ("\n-----END " + PRIVATE_LABEL + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] pem = Arrays.copyOf(begin, begin.length + base64.length + end.length);
        System.arraycopy(base64, 0, pem, begin.length, base64.length);
        System.arraycopy(end, 0, pem, begin.length + base64.length, end.length);
        Arrays.fill(der, (byte) 0);
        Arrays.fill(base64, (byte) 0);
        return pem;
    }

    /** Both halves are there, and do not belong together. */
    static UnfitKeyException halves() {
        return new UnfitKeyException(
                "a private key with its own public half",
                "one with another's",
                "restore the file from where it was copied");
    }

    static byte[] publicHalfOf(byte[] seed) {
        return Ed25519Signer.ofSeed(seed).publicKey().toBytes();
    }

    private static void requireEd25519(AlgorithmIdentifier algorithm) throws UnfitKeyException {
        String id = algorithm.getAlgorithm().getId();
        if (!id.equals(ED25519)) {
            throw UnfitKeyException.kind(NAMES.getOrDefault(id, "a key of the algorithm " + id));
        }
    }

    private static UnfitKeyException malformed(String expected) {
        return new UnfitKeyException(expected, "bytes that are none", "restore the file from where it was copied");
    }
}
