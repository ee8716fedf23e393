package dev.diptych.domain.chain;

import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The ledger's own types, which begin with {@code diptych.}, and which of them this version knows. */
public final class OwnTypes {
    static final String FORMAT = "diptych.format.v1";

    private static final String BROKEN_GLASS = "diptych.policy.broken_glass.v1";
    private static final Set<String> OF_KEYS = Set.of(
            KeyEvent.Rotated.TYPE.value(), KeyEvent.Revoked.TYPE.value(), KeyEvent.SignaturesRequired.TYPE.value());
    private static final String PREFIX = "diptych.";
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

    private OwnTypes() {}

    /** Whether the event is of one of the ledger's own types; makes no object. */
    static boolean isOwn(SealedEvent event) {
        return event.isTypePrefixedBy(PREFIX_BYTES);
    }

    /** Whether this version knows the type; those of callers it need not know. What an event of it says is another matter. */
    public static boolean isKnown(String type) {
        return !type.startsWith(PREFIX) || type.equals(BROKEN_GLASS) || OF_KEYS.contains(type);
    }

    /**
     * Whether this version knows what the event means for the others, and so may write behind it: it is bound to no
     * transaction, of a type that is known, and says of keys, if it does, what is known.
     */
    public static boolean isUnderstood(SealedEvent event) {
        return !event.isBound()
                && (!isOwn(event)
                        || !forbidsWriting(event.type().value(), event.payload().toString()));
    }

    /** Whether this version must not write behind an event of the type with the payload, because of what it does not know. */
    static boolean forbidsWriting(String type, String payload) {
        return !isKnown(type)
                || OF_KEYS.contains(type) && KeyEvent.read(new EventType(type), payload) instanceof KeyEvent.Unknown;
    }

    /** Whether an event of the type may make others void. An announced format does not, nor does what is said of keys. */
    static boolean leavesVoidFlagsUnjudged(String type) {
        return !isKnown(type) && !type.equals(FORMAT);
    }
}
