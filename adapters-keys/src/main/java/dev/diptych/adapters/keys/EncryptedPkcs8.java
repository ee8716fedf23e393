package dev.diptych.adapters.keys;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Private keys that OpenSSL encrypted: PBES2 (RFC 8018, section 6.2) with PBKDF2 and AES in CBC mode, which is what it does
 * unless told otherwise. The passphrase counts in UTF-8, as it does there.
 */
final class EncryptedPkcs8 {
    /** A file could otherwise keep a program busy for days. OpenSSL takes 2048 unless told otherwise. */
    private static final int ITERATIONS_MAX = 10_000_000;

    private static final Map<ASN1ObjectIdentifier, Integer> KEY_BITS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, 128,
            NISTObjectIdentifiers.id_aes192_CBC, 192,
            NISTObjectIdentifiers.id_aes256_CBC, 256);

    private static final Map<ASN1ObjectIdentifier, Supplier<Digest>> DIGESTS = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, SHA1Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA224, SHA224Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA256, SHA256Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA384, SHA384Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA512, SHA512Digest::new);

    private final byte[] encrypted;
    private final PKCS5S2ParametersGenerator derivation;
    private final byte[] salt;
    private final int iterations;
    private final int keyBits;
    private final byte[] iv;

    private EncryptedPkcs8(PBES2Parameters scheme, byte[] encrypted) throws UnfitKeyException {
        if (!PKCSObjectIdentifiers.id_PBKDF2.equals(
                scheme.getKeyDerivationFunc().getAlgorithm())) {
            throw unknown("the key derivation " + scheme.getKeyDerivationFunc().getAlgorithm());
        }
        PBKDF2Params kdf =
                PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
        Supplier<Digest> digest = DIGESTS.get(kdf.getPrf().getAlgorithm());
        Integer bits = KEY_BITS.get(scheme.getEncryptionScheme().getAlgorithm());
        if (digest == null) {
            throw unknown("the pseudorandom function " + kdf.getPrf().getAlgorithm());
        }
        if (bits == null) {
            throw unknown("the cipher " + scheme.getEncryptionScheme().getAlgorithm());
        }
        BigInteger count = kdf.getIterationCount();
        if (count.signum() <= 0 || count.compareTo(BigInteger.valueOf(ITERATIONS_MAX)) > 0) {
            throw unknown("an iteration count outside 1 to " + ITERATIONS_MAX);
        }
        this.encrypted = encrypted;
        this.derivation = new PKCS5S2ParametersGenerator(digest.get());
        this.salt = kdf.getSalt();
        this.iterations = count.intValueExact();
        this.keyBits = bits;
        this.iv = ASN1OctetString.getInstance(scheme.getEncryptionScheme().getParameters())
                .getOctets();
    }

    /** Reads what is not encrypted, so that nobody is asked for a passphrase in vain. */
    static EncryptedPkcs8 parse(byte[] der) throws UnfitKeyException {
        try {
            EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(der);
            ASN1ObjectIdentifier scheme = key.getEncryptionAlgorithm().getAlgorithm();
            if (!PKCSObjectIdentifiers.id_PBES2.equals(scheme)) {
                throw unknown("the scheme " + scheme);
            }
            PBES2Parameters parameters =
                    PBES2Parameters.getInstance(key.getEncryptionAlgorithm().getParameters());
            return new EncryptedPkcs8(parameters, key.getEncryptedData());
        } catch (RuntimeException malformed) {
            throw new UnfitKeyException(
                    "an encrypted private key in PKCS#8",
                    "bytes that are none",
                    "restore the file from where it was copied");
        }
    }

    /** The seed of the private key; the caller wipes it, and the passphrase. */
    byte[] seed(byte[] passphrase) throws UnfitKeyException {
        derivation.init(passphrase, salt, iterations);
        var cipher = new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
        byte[] padded = new byte[0];
        byte[] der = new byte[0];
        try {
            cipher.init(false, new ParametersWithIV(derivation.generateDerivedMacParameters(keyBits), iv));
            padded = new byte[cipher.getOutputSize(encrypted.length)];
            int count = cipher.processBytes(encrypted, 0, encrypted.length, padded, 0);
            count += cipher.doFinal(padded, count);
            der = Arrays.copyOf(padded, count);
            if (der.length == 0 || der[0] != 0x30) {
                throw UnfitKeyException.passphrase();
            }
            return Pkcs8.seed(der);
        } catch (InvalidCipherTextException | RuntimeException wrong) {
            throw UnfitKeyException.passphrase();
        } finally {
            Arrays.fill(padded, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }

    private static UnfitKeyException unknown(String found) {
        return new UnfitKeyException(
                "a private key encrypted with PBES2, PBKDF2 and AES in CBC mode",
                found,
                "openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW encrypts it so");
    }
}
