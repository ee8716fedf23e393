package dev.diptych.adapters.keys;

import dev.diptych.ports.driven.KeysUnusableException;
import java.nio.file.Path;

/** What was read is no key that can be used. It knows no file yet, and says nothing of what the key's bytes are. */
final class UnfitKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about a key of another kind. */
    static final String NEXT_GENERATE = "diptych keys generate FILE, openssl genpkey -algorithm ed25519 -out FILE, or"
            + " ssh-keygen -t ed25519 -f FILE makes a key that can be used";

    private final String expected;
    private final String found;
    private final String next;

    UnfitKeyException(String expected, String found, String next) {
        super(expected + ", " + found);
        this.expected = expected;
        this.found = found;
        this.next = next;
    }

    /** An Ed25519 key was expected, and another kind was found. */
    static UnfitKeyException kind(String found) {
        return new UnfitKeyException("an Ed25519 key", found, NEXT_GENERATE);
    }

    /** The passphrase does not fit. */
    static UnfitKeyException passphrase() {
        return new UnfitKeyException(
                "the passphrase that it was encrypted with",
                "one that does not fit, or a file that was damaged since",
                "try again with the right passphrase");
    }

    /** The message for the file, with nothing of the cause: a library's may quote what it could not read. */
    KeysUnusableException in(String what, Path file) {
        return new KeysUnusableException(what + " " + file + " cannot be used: expected " + expected + ", found "
                + found + ". Nothing was changed. Next: " + next);
    }
}
