package dev.diptych.contracts.twins;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Judges signatures with the Java platform's own Ed25519: slow, and not the implementation that the adapter has. */
public final class TwinSignatureVerifier implements SignatureVerifier {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger OF_ORDER_EIGHT =
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    /** The y of every point of small order: of orders one, two, four and eight. The platform takes them for keys. */
    private static final Set<BigInteger> Y_OF_SMALL_ORDER = Set.of(
            BigInteger.ONE, P.subtract(BigInteger.ONE), BigInteger.ZERO, OF_ORDER_EIGHT, P.subtract(OF_ORDER_EIGHT));

    @Override
    public boolean verify(VerifyingKey key, byte[] message, EventSignature signature) {
        EdECPoint point = point(key);
        if (point.getY().compareTo(P) >= 0 || Y_OF_SMALL_ORDER.contains(point.getY())) {
            return false;
        }
        try {
            PublicKey decoded = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
            Signature judge = Signature.getInstance("Ed25519");
            judge.initVerify(decoded);
            judge.update(message);
            return judge.verify(signature.toBytes());
        } catch (SignatureException | InvalidKeySpecException | InvalidKeyException notGood) {
            return false;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519; this one does not", absent);
        }
    }

    private static EdECPoint point(VerifyingKey key) {
        byte[] littleEndian = key.toBytes();
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        boolean isXOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(isXOdd, new BigInteger(1, bigEndian));
    }
}
