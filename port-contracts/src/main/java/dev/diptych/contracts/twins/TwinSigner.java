package dev.diptych.contracts.twins;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** A key that is told by a number, on the Java platform's own Ed25519: real signatures, and the same in every run. */
public final class TwinSigner implements EventSigner {
    private final PrivateKey privateKey;
    private final VerifyingKey publicKey;

    private TwinSigner(byte[] seed) {
        try {
            privateKey = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            publicKey = VerifyingKey.of(
                    encoded((EdECPublicKey) generator.generateKeyPair().getPublic()));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519; this one does not", absent);
        }
    }

    /** Another number, another key. */
    public static TwinSigner of(int number) {
        byte[] seed = new byte[VerifyingKey.BYTES];
        Arrays.fill(seed, (byte) number);
        seed[0] = (byte) (number >> 8);
        return new TwinSigner(seed);
    }

    /** The key whose private half (RFC 8032, section 5.1.5) these 32 bytes are. */
    public static TwinSigner ofSeed(byte[] seed) {
        return new TwinSigner(seed.clone());
    }

    @Override
    public VerifyingKey publicKey() {
        return publicKey;
    }

    @Override
    public EventSignature sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(message);
            return EventSignature.of(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("a key that was fit to sign did not", failed);
        }
    }

    /** RFC 8032, section 5.1.2: y in little-endian order, and in the highest bit whether x is odd. */
    private static byte[] encoded(EdECPublicKey key) {
        byte[] bigEndian = key.getPoint().getY().toByteArray();
        byte[] out = new byte[VerifyingKey.BYTES];
        for (int i = 0; i < Math.min(bigEndian.length, out.length); i++) {
            out[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            out[out.length - 1] |= (byte) 0x80;
        }
        return out;
    }

    /** Not random at all. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
