package dev.diptych.domain.checkpoint;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.merkle.MerkleHash;
import java.util.Optional;

/**
 * What a checkpoint says: that a ledger's first {@code size} events have this Merkle root. The text is that of
 * https://c2sp.org/tlog-checkpoint: three lines, without extension lines.
 *
 * @param origin the ledger's name among those who keep its checkpoints, such as {@code example.com/orders}: 1 to 255
 *     characters without white space, control characters or plus
 * @param size how many events it speaks of; the newest has this sequence
 * @param root the root of the tree over their event hashes
 */
public record Checkpoint(String origin, Sequence size, MerkleHash root) {
    /** The most characters of an origin. */
    public static final int ORIGIN_CHARACTERS_MAX = 255;

    private static final String OF_LEDGER = "diptych/ledger/";

    /** What the messages that events are signed over begin with: no checkpoint may ever look like one of them. */
    private static final String RESERVED = "diptych.signature.";

    public Checkpoint {
        flawInOrigin(origin).ifPresent(flaw -> {
            throw new IllegalArgumentException(flaw);
        });
    }

    /** Why no checkpoint can have the origin; empty if one can. */
    public static Optional<String> flawInOrigin(String origin) {
        boolean isFlawed = origin.isEmpty()
                || origin.length() > ORIGIN_CHARACTERS_MAX
                || origin.startsWith(RESERVED)
                || origin.codePoints()
                        .anyMatch(c -> c == '+'
                                || Character.isISOControl(c)
                                || Character.isSpaceChar(c)
                                || Character.isWhitespace(c)
                                || NoteText.isLoneSurrogate(c));
        return isFlawed
                ? Optional.of("the origin of a checkpoint must have 1 to " + ORIGIN_CHARACTERS_MAX
                        + " characters without white space, control characters or +, and not begin with " + RESERVED
                        + ", was " + NoteText.quoted(origin))
                : Optional.empty();
    }

    /** What a ledger is called unless it is given another name. */
    public static String originOf(LedgerId ledger) {
        return OF_LEDGER + ledger.hex();
    }

    /** Whether the origin is a name that no ledger but another one has. */
    public static boolean isOriginOfOtherThan(LedgerId ledger, String origin) {
        return origin.startsWith(OF_LEDGER) && !origin.equals(originOf(ledger));
    }

    /** Whether this is another ledger's, as its origin says. */
    public boolean isOfOtherThan(LedgerId ledger) {
        return isOriginOfOtherThan(ledger, origin);
    }

    /** The text that is signed, its last LF included. */
    public String text() {
        return origin + "\n" + size + "\n" + root + "\n";
    }
}
