package dev.diptych.application.checkpoint;

import dev.diptych.domain.checkpoint.CheckpointTrust;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.ports.driven.SignatureVerifier;
import java.util.Optional;

/**
 * Whose checkpoints count.
 *
 * @param trusted the keys that are trusted from the outset; empty if nobody was asked whom to trust
 * @param signatures judges signatures
 */
record Trust(Optional<TrustedKeys> trusted, SignatureVerifier signatures) {
    static Trust of(Optional<TrustedKeys> trusted, SignatureVerifier signatures) {
        return new Trust(trusted, signatures);
    }

    /** Why the signatures of a checkpoint prove nothing; empty if they do. */
    Optional<String> flawOf(SignedCheckpoint checkpoint) {
        if (trusted.isEmpty()) {
            return Optional.of("nobody was asked whom to trust, so no signature of a checkpoint counts");
        }
        return judge(checkpoint, trusted.get())
                .fold(
                        good -> Optional.empty(),
                        unknown -> Optional.of(unknown.why()),
                        bad -> Optional.of("a signature that names the trusted key "
                                + bad.named().key().id() + " of " + bad.named().principals()
                                + " was not made by it over this text"));
    }

    CheckpointTrust judge(SignedCheckpoint checkpoint, TrustedKeys keys) {
        return checkpoint.judge(keys, signatures::verify);
    }
}
