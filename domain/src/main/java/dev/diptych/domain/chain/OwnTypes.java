package dev.diptych.domain.chain;

import java.nio.charset.StandardCharsets;

/** The ledger's own types, which begin with {@code diptych.}, and which of them this version knows. */
final class OwnTypes {
    static final String FORMAT = "diptych.format.v1";

    private static final String BROKEN_GLASS = "diptych.policy.broken_glass.v1";
    private static final String PREFIX = "diptych.";
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

    private OwnTypes() {}

    /** Whether the event is of one of the ledger's own types; makes no object. */
    static boolean isOwn(SealedEvent event) {
        return event.isTypePrefixedBy(PREFIX_BYTES);
    }

    /** Whether this version must not write behind an event of the type: all own types but one say what it does not know. */
    static boolean forbidsWriting(String type) {
        return type.startsWith(PREFIX) && !type.equals(BROKEN_GLASS);
    }

    /** Whether an event of the type may make others void. An announced format does not. */
    static boolean leavesVoidFlagsUnjudged(String type) {
        return forbidsWriting(type) && !type.equals(FORMAT);
    }
}
