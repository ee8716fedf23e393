package dev.diptych.domain.keys;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.signature.KeyId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys are trusted, and whether signatures are required, at one point of the chain; and how an event about keys moves
 * that on.
 *
 * <p>Trust begins outside of the ledger, with {@link TrustedKeys}, and follows the ledger's events in the order of their
 * sequence. Times are data: they are held against a key's validity and order nothing, since whoever holds a stolen key can
 * write any time into an event but cannot move it to an earlier sequence. So:
 *
 * <ul>
 *   <li>A key vouches for an event if it is trusted for {@link KeyUse#EVENTS} at the event's {@code recorded_at} and has not
 *       ended at an earlier sequence. What it signed before it ended stays good.
 *   <li>A rotation counts if it is signed by the key that it ends, being trusted for events there, or by one trusted for
 *       {@link KeyUse#RECOVERY} there. The new key has all the uses of the old one, and no bounds of time.
 *   <li>A revocation likewise, and nothing begins.
 *   <li>Signatures are required, or are no longer, if a key says so that is trusted for events or for recovery there.
 *   <li>A key that ended never begins again; a rotation to it changes nothing.
 * </ul>
 *
 * <p>If nobody was asked whom to trust, no signature can be judged. Signed events about keys are then taken at their word,
 * unless the key that signed them ended: this ends keys for a writer, and makes no key trusted.
 *
 * <p>Keeps one entry for each key that ever began or ended. One thread at a time.
 */
public final class KeyHistory {
    private final boolean asked;
    private final Map<KeyId, List<TrustedKey>> trusted;
    private final Map<KeyId, Sequence> ended;
    private boolean signaturesRequired;

    private KeyHistory(
            boolean asked,
            Map<KeyId, List<TrustedKey>> trusted,
            Map<KeyId, Sequence> ended,
            boolean signaturesRequired) {
        this.asked = asked;
        this.trusted = trusted;
        this.ended = ended;
        this.signaturesRequired = signaturesRequired;
    }

    /** Before the first event. Empty if nobody was asked whom to trust, which is not the same as trusting nobody. */
    public static KeyHistory startingFrom(Optional<TrustedKeys> roots) {
        Map<KeyId, List<TrustedKey>> trusted = new HashMap<>();
        for (TrustedKey root : roots.orElse(TrustedKeys.NONE).keys()) {
            trusted.merge(root.key().id(), List.of(root), KeyHistory::joined);
        }
        return new KeyHistory(roots.isPresent(), trusted, new HashMap<>(), false);
    }

    /** One that goes its own way from here. */
    public KeyHistory copy() {
        return new KeyHistory(asked, new HashMap<>(trusted), new HashMap<>(ended), signaturesRequired);
    }

    /** Whether somebody was asked whom to trust. */
    public boolean isAsked() {
        return asked;
    }

    /** Whether the ledger demands that the next event be signed, unless it is of one of the ledger's own types. */
    public boolean signaturesRequired() {
        return signaturesRequired;
    }

    /** Whether the event, being the next one, must be signed: it is about keys, or signatures are required. */
    public boolean mustBeSigned(SealedEvent event) {
        String type = event.type().value();
        return type.startsWith(KeyEvent.TYPE_PREFIX) || signaturesRequired && !type.startsWith("diptych.");
    }

    /** Whether the key may vouch for something of that use now, that says of itself that it was made {@code at} a time. */
    public KeyStanding standing(KeyId key, EventTime at, KeyUse use) {
        return standing(key, at, EnumSet.of(use));
    }

    /**
     * Whether the key may sign the event, being the next one, which says of itself to be signed by it. One about keys may be
     * signed by a key for recovery as well; whether it may say just that, {@link #apply} judges.
     */
    public KeyStanding standing(KeyId key, SealedEvent event) {
        boolean isAboutKeys = event.type().value().startsWith(KeyEvent.TYPE_PREFIX);
        return standing(
                key,
                event.recordedAt(),
                isAboutKeys ? EnumSet.of(KeyUse.EVENTS, KeyUse.RECOVERY) : EnumSet.of(KeyUse.EVENTS));
    }

    /**
     * Judges the event, being the next one, and takes over what it says if that counts. An event that says nothing of keys is
     * applied, and changes nothing.
     *
     * @param signatureIsGood whether its signature was verified with the key of {@link #standing}; of no meaning if nobody was
     *     asked whom to trust
     */
    public KeyVerdict apply(SealedEvent event, boolean signatureIsGood) {
        return KeyEvent.of(event)
                .map(said -> apply(said, event.keyId(), event.recordedAt(), event.sequence(), signatureIsGood))
                .orElseGet(KeyVerdict.Applied::new);
    }

    /**
     * The same for an event about keys that is not sealed yet.
     *
     * @param signer who signs it; empty if nobody does
     * @param at its {@code recorded_at}
     * @param sequence the sequence that it gets
     */
    public KeyVerdict apply(
            KeyEvent said, Optional<KeyId> signer, EventTime at, Sequence sequence, boolean signatureIsGood) {
        if (said instanceof KeyEvent.Unknown) {
            return new KeyVerdict.UnknownVersion();
        }
        if (signer.isEmpty()) {
            return new KeyVerdict.Rejected("is not signed");
        }
        if (asked && !signatureIsGood) {
            return new KeyVerdict.Rejected("has no good signature by " + signer.get());
        }
        Optional<String> against = objection(said, signer.get(), at);
        if (against.isPresent()) {
            return new KeyVerdict.Rejected(against.get());
        }
        take(said, sequence);
        return new KeyVerdict.Applied();
    }

    private Optional<String> objection(KeyEvent said, KeyId signer, EventTime at) {
        boolean recovers = isTrusted(signer, at, KeyUse.RECOVERY);
        boolean signs = isTrusted(signer, at, KeyUse.EVENTS);
        if (said instanceof KeyEvent.Rotated rotated) {
            return right(recovers || signs && signer.equals(rotated.from()), signer, "rotate " + rotated.from())
                    .or(() -> asked ? obstacle(rotated) : Optional.empty());
        }
        if (said instanceof KeyEvent.Revoked revoked) {
            return right(recovers || signs && signer.equals(revoked.key()), signer, "revoke " + revoked.key());
        }
        return right(recovers || signs, signer, "say whether signatures are required");
    }

    /** If nobody was asked, every key that did not end counts as trusted here. */
    private boolean isTrusted(KeyId signer, EventTime at, KeyUse use) {
        return standing(signer, at, use).fold(trustedKey -> true, () -> true, () -> false, notValid -> false);
    }

    private static Optional<String> right(boolean has, KeyId signer, String what) {
        return has ? Optional.empty() : Optional.of("is signed by " + signer + ", which may not " + what);
    }

    private Optional<String> obstacle(KeyEvent.Rotated rotated) {
        KeyId to = rotated.to().id();
        if (ended.containsKey(to)) {
            return Optional.of("rotates to " + to + ", which ended with the event at sequence " + ended.get(to)
                    + " and cannot begin again");
        }
        if (!trusted.containsKey(rotated.from())) {
            return Optional.of("rotates from " + rotated.from() + ", which nobody trusts for anything");
        }
        return Optional.empty();
    }

    private void take(KeyEvent said, Sequence at) {
        if (said instanceof KeyEvent.Rotated rotated) {
            if (asked) {
                TrustedKey begins = heir(rotated);
                trusted.merge(rotated.to().id(), List.of(begins), KeyHistory::joined);
            }
            ended.putIfAbsent(rotated.from(), at);
        } else if (said instanceof KeyEvent.Revoked revoked) {
            ended.putIfAbsent(revoked.key(), at);
        } else if (said instanceof KeyEvent.SignaturesRequired required) {
            signaturesRequired = required.required();
        }
    }

    private TrustedKey heir(KeyEvent.Rotated rotated) {
        List<TrustedKey> before = trusted.getOrDefault(rotated.from(), List.of());
        Set<KeyUse> uses = EnumSet.noneOf(KeyUse.class);
        before.forEach(key -> uses.addAll(key.uses()));
        return new TrustedKey(rotated.to(), before.get(0).principals(), uses, Optional.empty(), Optional.empty());
    }

    private KeyStanding standing(KeyId key, EventTime at, Set<KeyUse> uses) {
        if (ended.containsKey(key)) {
            return new KeyStanding.NotValid("ended with the event at sequence " + ended.get(key));
        }
        if (!asked) {
            return new KeyStanding.NotAsked();
        }
        List<TrustedKey> known = trusted.getOrDefault(key, List.of());
        if (known.isEmpty()) {
            return new KeyStanding.Unknown();
        }
        return known.stream()
                .filter(one -> isFor(one, uses) && one.isValidAt(at))
                .findFirst()
                .<KeyStanding>map(one -> new KeyStanding.Trusted(one.key(), one.principals()))
                .orElseGet(() -> new KeyStanding.NotValid(NotTrusted.why(known, at, uses)));
    }

    static boolean isFor(TrustedKey key, Set<KeyUse> uses) {
        return key.uses().stream().anyMatch(uses::contains);
    }

    private static List<TrustedKey> joined(List<TrustedKey> some, List<TrustedKey> more) {
        List<TrustedKey> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
