package dev.diptych.domain.checkpoint;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The Java platform's own Ed25519, for tests of what is signed and not of how. */
final class PlatformEd25519 {
    /** What stands before a seed in PKCS#8 and before a public key in SPKI (RFC 8410). */
    private static final String BEFORE_SEED = "302e020100300506032b657004220420";

    private static final String BEFORE_KEY = "302a300506032b6570032100";

    private PlatformEd25519() {}

    static boolean isGood(VerifyingKey key, byte[] message, EventSignature signature) {
        try {
            Signature judge = Signature.getInstance("Ed25519");
            judge.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(encoded(BEFORE_KEY, key.toBytes()))));
            judge.update(message);
            return judge.verify(signature.toBytes());
        } catch (GeneralSecurityException notGood) {
            return false;
        }
    }

    static EventSignature sign(byte[] seed, byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded(BEFORE_SEED, seed)));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return EventSignature.of(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static byte[] encoded(String before, byte[] bytes) {
        return HexFormat.of().parseHex(before + HexFormat.of().formatHex(bytes));
    }
}
