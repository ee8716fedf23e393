package dev.diptych.contracts.twins;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Judges signatures with the Java platform's own Ed25519: slow, and not the implementation that the adapter has. */
public final class TwinSignatureVerifier implements SignatureVerifier {
    @Override
    public boolean verify(VerifyingKey key, byte[] message, EventSignature signature) {
        try {
            Signature judge = Signature.getInstance("Ed25519");
            judge.initVerify(decoded(key));
            judge.update(message);
            return judge.verify(signature.toBytes());
        } catch (GeneralSecurityException notGood) {
            return false;
        }
    }

    private static PublicKey decoded(VerifyingKey key) throws GeneralSecurityException {
        byte[] littleEndian = key.toBytes();
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        boolean isXOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(isXOdd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
