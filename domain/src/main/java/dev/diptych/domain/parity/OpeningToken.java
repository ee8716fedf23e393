package dev.diptych.domain.parity;

/**
 * The identity of one opening of a mirror for writing.
 *
 * <p>The mirror creates one when it opens, keeps it to itself, and issues {@link ParityEvidence} with it. Anybody may
 * create a token, but only the mirror's own makes evidence that the mirror accepts. Two tokens are never equal, and a
 * token cannot be copied, printed apart or written down.
 */
public final class OpeningToken {

    private OpeningToken() {}

    /** Creates the token of one opening, different from every other. */
    public static OpeningToken create() {
        return new OpeningToken();
    }

    /** The same text for every token, so that no log line leads to one. */
    @Override
    public String toString() {
        return "opening token";
    }
}
