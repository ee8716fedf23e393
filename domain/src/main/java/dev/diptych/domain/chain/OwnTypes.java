package dev.diptych.domain.chain;

import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.TransactionOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The ledger's own types, which begin with {@code diptych.}, and which of them this version knows. */
public final class OwnTypes {
    static final String FORMAT = "diptych.format.v1";

    private static final String BROKEN_GLASS = "diptych.policy.broken_glass.v1";
    private static final Set<String> OF_KEYS = Set.of(
            KeyEvent.Rotated.TYPE.value(), KeyEvent.Revoked.TYPE.value(), KeyEvent.SignaturesRequired.TYPE.value());
    private static final Set<String> OF_TRANSACTIONS = Set.of(
            TransactionOutcome.COMMITTED.type().value(),
            TransactionOutcome.ABORTED.type().value());
    private static final Set<String> OF_BOUNDARIES = Set.of(SchemaCutover.TYPE.value(), StoreCutover.TYPE.value());
    private static final String PREFIX = "diptych.";
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

    private OwnTypes() {}

    /** Whether the event is of one of the ledger's own types; makes no object. */
    public static boolean isOwn(SealedEvent event) {
        return event.isTypePrefixedBy(PREFIX_BYTES);
    }

    /** Whether this version knows the type; those of callers it need not know. What an event of it says is another matter. */
    public static boolean isKnown(String type) {
        return !type.startsWith(PREFIX)
                || type.equals(BROKEN_GLASS)
                || OF_KEYS.contains(type)
                || OF_TRANSACTIONS.contains(type)
                || OF_BOUNDARIES.contains(type);
    }

    /**
     * Whether this version knows what the event means for the others, and so may write behind it: it is of a type that is
     * known, and says of keys, transactions or boundaries, if it does, what is known.
     */
    public static boolean isUnderstood(SealedEvent event) {
        return !isOwn(event)
                || !forbidsWriting(event.type().value(), event.payload().toString());
    }

    /** Whether this version must not write behind an event of the type with the payload, because of what it does not know. */
    static boolean forbidsWriting(String type, String payload) {
        return !isKnown(type) || saysUnknown(type, payload);
    }

    private static boolean saysUnknown(String type, String payload) {
        if (OF_KEYS.contains(type)) {
            return KeyEvent.read(new EventType(type), payload) instanceof KeyEvent.Unknown;
        }
        if (OF_TRANSACTIONS.contains(type)) {
            return OutcomeEvent.read(new EventType(type), payload) instanceof OutcomeEvent.Unknown;
        }
        return OF_BOUNDARIES.contains(type)
                && BoundaryEvent.read(new EventType(type), payload) instanceof BoundaryEvent.Unknown;
    }

    /** Whether an event of the type may make others void. An announced format does not, nor does what is said of keys. */
    static boolean leavesVoidFlagsUnjudged(String type) {
        return !isKnown(type) && !type.equals(FORMAT);
    }
}
