package dev.diptych.domain.finding;

import java.util.Locale;

/** What kind of fault a verification found. The word is the same in reports, documents and the independent verifier. */
public enum FindingKind {
    /** In the log, not in the store. */
    MISSING_IN_STORE,
    /** In the store, not in the log. */
    MISSING_IN_LOG,
    /** In both, with other content. */
    MISMATCH,
    /** In the log and beyond the store's highest sequence: the store is behind, which is no divergence. */
    PENDING,
    /** Bytes behind the last whole batch that were never acknowledged. */
    TORN_TAIL,
    /** Bytes that no encoder writes. */
    UNDECODABLE,
    /** A sequence that is not the one before plus one. */
    GAP,
    /** A previous hash that is not the hash of the event before. */
    LINK,
    /** A payload that does not hash to the value sealed. */
    PAYLOAD_HASH,
    /** An envelope that does not hash to the event hash. */
    EVENT_HASH,
    /** A batch that is not whole, or begins where it must not. */
    BATCH,
    /** A segment whose name is not the next sequence, an empty one that is not the newest, or a foreign file. */
    SEGMENT_NAME,
    /** An id that the log has twice. */
    DUPLICATE_ID,
    /** A line of a version that an earlier event announced and this program does not know. */
    UNKNOWN_VERSION,
    /** A row whose void flag is not what the log says. */
    VOID_FLAG;

    /** The kind as reports spell it, for example {@code missing_in_store}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
