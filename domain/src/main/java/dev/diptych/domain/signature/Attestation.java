package dev.diptych.domain.signature;

import java.util.Locale;

/** What the store knows of an event's signature, from the moment when its row was inserted. */
public enum Attestation {
    /** It is signed, and the signature was verified by a key that was trusted then. */
    VERIFIED,
    /** It has no signature. */
    UNSIGNED,
    /** It is signed, and nobody verified it when it was inserted: an audit does. */
    LEGACY_UNATTESTED;

    /** As the store and reports spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
