package dev.diptych.application.audit;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.signature.KeyId;

/**
 * What findings about a signature say of its event; the line itself is not kept.
 *
 * @param place where the line begins
 * @param sequence the event's sequence
 * @param id the event's id
 * @param key who is to have signed it
 * @param isAboutKeys whether it says something of keys
 */
record SignedLine(Place place, long sequence, String id, KeyId key, boolean isAboutKeys) {
    static SignedLine of(Place place, SealedEvent event, KeyId key) {
        boolean isAboutKeys = event.type().value().startsWith(KeyEvent.TYPE_PREFIX);
        return new SignedLine(place, event.sequenceValue(), event.id().value(), key, isAboutKeys);
    }

    Finding bad() {
        return finding(FindingKind.BAD_SIGNATURE, "a signature that the key made over this event of this ledger");
    }

    Finding byUnknownKey() {
        return finding(FindingKind.UNKNOWN_KEY, "a key that somebody trusts");
    }

    Finding byKeyNotValid(String why) {
        String uses = isAboutKeys ? "events or recovery" : "events";
        return finding(FindingKind.KEY_NOT_VALID, "a key that is valid here for " + uses + "; this one " + why);
    }

    Finding rejected(String why) {
        return finding(FindingKind.ROTATION_REJECTED, "an event about keys that its signer may say; this one " + why);
    }

    private Finding finding(FindingKind kind, String expected) {
        return Finding.of(kind).atSequence(sequence).ofId(id).at(place).expecting(expected, key.value());
    }
}
