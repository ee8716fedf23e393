package dev.diptych.domain.keys;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import java.util.List;
import java.util.Optional;

/** Keys that are told by a number, and a history that grows by one event with each thing said. */
final class KeyLedger {
    static final EventTime NOON = EventTime.parse("time", "2026-11-23T12:00:00Z");

    final KeyHistory history;
    private long sequence;

    KeyLedger(KeyHistory history) {
        this.history = history;
    }

    static KeyLedger trusting(TrustedKey... keys) {
        return new KeyLedger(KeyHistory.startingFrom(Optional.of(new TrustedKeys(List.of(keys)))));
    }

    static KeyLedger notAsked() {
        return new KeyLedger(KeyHistory.startingFrom(Optional.empty()));
    }

    static VerifyingKey key(int number) {
        byte[] bytes = new byte[VerifyingKey.BYTES];
        bytes[0] = (byte) number;
        return VerifyingKey.of(bytes);
    }

    static TrustedKey trusted(int number, KeyUse... uses) {
        return TrustedKey.always(key(number), "holder" + number + "@example.com", uses);
    }

    static KeyEvent rotated(int from, int to) {
        return new KeyEvent.Rotated(key(from).id(), key(to));
    }

    static KeyEvent revoked(int number) {
        return new KeyEvent.Revoked(key(number).id(), "lost");
    }

    static KeyEvent required(boolean required) {
        return new KeyEvent.SignaturesRequired(required);
    }

    /** The next event, well signed by the key. */
    KeyVerdict says(int signer, KeyEvent said) {
        return saysAt(NOON, signer, said);
    }

    KeyVerdict saysAt(EventTime at, int signer, KeyEvent said) {
        return history.apply(said, Optional.of(key(signer).id()), at, new Sequence(++sequence), true);
    }

    KeyStanding standing(int number) {
        return standing(number, KeyUse.EVENTS);
    }

    KeyStanding standing(int number, KeyUse use) {
        return history.standing(key(number).id(), NOON, use);
    }
}
