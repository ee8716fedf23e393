package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.EventSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a key's file is opened if it is encrypted. The passphrase comes from one of three places, and never from another. */
final class PassphraseOption {
    static final String VARIABLE = "DIPTYCH_KEY_PASSPHRASE";

    private static final Set<PosixFilePermission> OTHERS_READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "A file whose first line is the passphrase of an encrypted key, and that nobody else can read."
                            + " Without it $DIPTYCH_KEY_PASSPHRASE, or else you are asked at the terminal.")
    private Optional<Path> file = Optional.empty();

    /**
     * @throws dev.diptych.ports.driven.KeysUnusableException if the file has no private key that can be used
     */
    EventSigner signer(Path key, Console console) {
        return Diptych.signer(console.resolve(key), () -> find(key, console));
    }

    /**
     * @throws dev.diptych.ports.driven.KeysUnusableException if the file has no key that can be used
     */
    VerifyingKey publicKey(Path key, Console console) {
        return Diptych.publicKey(console.resolve(key), () -> find(key, console));
    }

    /** Asked for only where a key turns out to be encrypted. */
    private char[] find(Path key, Console console) {
        return file.map(path -> firstLine(console.resolve(path)))
                .or(() -> console.variable(VARIABLE).map(String::toCharArray))
                .or(() -> console.secrets().ask("passphrase of " + key + ": "))
                .orElseThrow(() -> CommandFailure.precondition("the key " + key
                        + " is encrypted, and there is no terminal to ask for its passphrase at. Nothing was changed."
                        + " Next: --passphrase-file FILE, or set " + VARIABLE));
    }

    private static char[] firstLine(Path path) {
        try {
            boolean isOpen = Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS_READ::contains);
            if (isOpen) {
                throw CommandFailure.precondition("the passphrase file " + path
                        + " can be read by others. Nothing was changed. Next: chmod 600 " + path);
            }
        } catch (IOException unreadable) {
            throw TextFiles.unreadable("passphrase", path, unreadable);
        }
        return TextFiles.read("passphrase", path).lines().findFirst().orElse("").toCharArray();
    }
}
