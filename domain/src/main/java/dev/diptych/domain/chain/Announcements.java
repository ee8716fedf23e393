package dev.diptych.domain.chain;

import java.util.HashSet;
import java.util.Set;

/** The versions of the line format that the ledger's own events have announced. */
final class Announcements {
    private static final String OPENING = "{\"version\":";

    private final Set<Long> versions = new HashSet<>();

    void add(long version) {
        versions.add(version);
    }

    boolean has(long version) {
        return versions.contains(version);
    }

    /** Takes note of the version that {@code event} announces, if it announces one in the one spelling that counts. */
    void readFrom(SealedEvent event) {
        if (!OwnTypes.isOwn(event) || !event.type().value().equals(OwnTypes.FORMAT)) {
            return;
        }
        String payload = event.payload().toString();
        if (payload.matches("\\{\"version\":[1-9][0-9]{0,15}}")) {
            long version = Long.parseLong(payload.substring(OPENING.length(), payload.length() - 1));
            if (version <= Sequence.VALUE_MAX) {
                add(version);
            }
        }
    }
}
