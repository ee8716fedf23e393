package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The key that signs. */
final class SigningOptions {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The private key that signs: Ed25519, as openssl, ssh-keygen or diptych keys generate write it.")
    private Optional<Path> key = Optional.empty();

    @Mixin
    private PassphraseOption passphrase;

    /**
     * The key, if one was named.
     *
     * @throws dev.diptych.ports.driven.KeysUnusableException if it cannot be used
     */
    Optional<EventSigner> signer(Console console) {
        return key.map(file -> passphrase.signer(file, console));
    }

    /**
     * The key.
     *
     * @throws CommandFailure if none was named
     * @throws dev.diptych.ports.driven.KeysUnusableException if it cannot be used
     */
    EventSigner require(Console console) {
        return signer(console)
                .orElseThrow(() -> CommandFailure.usage("a key must sign, and none was named: give --key FILE"));
    }

    /**
     * The public half of another key.
     *
     * @throws dev.diptych.ports.driven.KeysUnusableException if it cannot be used
     */
    VerifyingKey publicKey(Path file, Console console) {
        return passphrase.publicKey(file, console);
    }

    /**
     * @throws CommandFailure if the text is no key id
     */
    static KeyId keyId(String text) {
        try {
            return new KeyId(text);
        } catch (InvalidEventException noId) {
            throw CommandFailure.usage(noId.getMessage());
        }
    }
}
