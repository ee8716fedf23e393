package dev.diptych.application.append;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;

/**
 * A signer whose signatures were seen to be good.
 *
 * @param signer the signer
 * @param key its public half, as it was when it was tried
 * @param id the key's id
 */
record TriedSigner(EventSigner signer, VerifyingKey key, KeyId id) {}
