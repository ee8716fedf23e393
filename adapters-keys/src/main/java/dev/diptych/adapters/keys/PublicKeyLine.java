package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.VerifyingKey;
import java.util.List;
import java.util.Optional;

/** A public key as OpenSSH's {@code .pub} files have it: type, base64, and a comment (sshd(8), AUTHORIZED_KEYS). */
final class PublicKeyLine {
    private PublicKeyLine() {}

    /** The key of a file that has one line; empty ones and comments do not count. */
    static VerifyingKey parse(String file) throws UnfitKeyException {
        List<String> lines = lines(file);
        if (lines.size() != 1) {
            throw new UnfitKeyException(
                    "a public key in PEM, or one line that begins with " + VerifyingKey.OPENSSH_TYPE,
                    lines.size() + " lines",
                    "name the file of one public key");
        }
        String[] words = lines.get(0).split("[ \t]+", 3);
        if (!words[0].equals(VerifyingKey.OPENSSH_TYPE)) {
            throw UnfitKeyException.kind(
                    KeyTypes.isKnown(words[0]) ? "a key of the type " + words[0] : "a line that is no public key");
        }
        return VerifyingKey.parseOpenSsh(words.length > 1 ? words[1] : "")
                .orElseThrow(() -> new UnfitKeyException(
                        "the base64 of an Ed25519 key behind " + VerifyingKey.OPENSSH_TYPE,
                        "something else",
                        "restore the file from where it was copied"));
    }

    /** The type that the first line names; empty if it begins with none that OpenSSH has. */
    static Optional<String> typeOf(String file) {
        return lines(file).stream()
                .findFirst()
                .map(line -> line.split("[ \t]+", 2)[0])
                .filter(KeyTypes::isKnown);
    }

    /** The one line of a file, its LF included. */
    static String text(VerifyingKey key, String comment) {
        if (comment.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new IllegalArgumentException("the comment of a key must have no control characters");
        }
        return key + (comment.isEmpty() ? "" : " " + comment) + "\n";
    }

    private static List<String> lines(String file) {
        return file.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
