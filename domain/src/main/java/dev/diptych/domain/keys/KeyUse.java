package dev.diptych.domain.keys;

/** What a key may vouch for. */
public enum KeyUse {
    /** Events, and its own rotation and revocation. */
    EVENTS,
    /** Checkpoints. */
    CHECKPOINTS,
    /** Rotation and revocation of other keys. */
    RECOVERY
}
