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
    VOID_FLAG,
    /** A bound event of which nothing tells how its transaction ended: the next writer settles it, and it is no divergence. */
    UNDECIDED,
    /** Bound events and outcomes that no writer leaves so. */
    TRANSACTION,
    /** A line that the log has already, byte for byte. */
    DUPLICATE,
    /** Two different sound events at one sequence: within the log, or in log and store. */
    FORKED,
    /** An event without a signature, from where the ledger requires one. */
    MISSING_SIGNATURE,
    /** A signature that the key named did not make over this event of this ledger. */
    BAD_SIGNATURE,
    /** A key that nobody trusted. */
    UNKNOWN_KEY,
    /** A key that was trusted, and not then: outside its validity, after it was rotated away or revoked, or not for this use. */
    KEY_NOT_VALID,
    /** An event that rotates or revokes a key, or demands signatures, without the right to. */
    ROTATION_REJECTED,
    /** The log ends before a checkpoint's size, or before what the store remembers. */
    TRUNCATED,
    /** The log is not the one that a checkpoint speaks of. */
    REWRITTEN,
    /** A checkpoint that proves nothing: its signature is not right, its key not trusted, or it is another ledger's. */
    BAD_CHECKPOINT;

    /** The kind as reports spell it, for example {@code missing_in_store}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
