package dev.diptych.domain.checkpoint;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;

/** Tells whether a signature is good: Ed25519 as in RFC 8032. Never throws for what the bytes are. */
@FunctionalInterface
public interface SignatureJudge {
    boolean isGood(VerifyingKey key, byte[] message, EventSignature signature);
}
