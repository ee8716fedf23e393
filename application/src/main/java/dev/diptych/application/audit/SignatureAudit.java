package dev.diptych.application.audit;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.domain.keys.KeyHistory;
import dev.diptych.domain.keys.KeyStanding;
import dev.diptych.domain.keys.KeyVerdict;
import dev.diptych.domain.signature.KeyId;
import java.util.Optional;

/**
 * Judges the signatures of sound events in the order of the log: who may sign is judged here and at once, because it
 * follows from the events before; whether the signature is good is judged side by side, except for events about keys, on
 * which the next ones depend.
 *
 * <p>Only sound lines come here. A line whose payload was changed has an authentic envelope, and its signature, which is over
 * the event hash, may well be good; but it vouches for the payload that was sealed and not for the one that is there, and
 * {@code payload_hash} says all that is wrong with it.
 */
final class SignatureAudit {
    private final KeyHistory history;
    private final SignatureQueue queue;
    private final Optional<Sequence> signedFrom;
    private Optional<LedgerId> ledger;
    private long signed;
    private boolean knowsAllKeyEvents = true;
    private boolean leftUnjudged;

    /**
     * @param history who is trusted where the walk begins
     * @param ledger which ledger the signatures must be of; empty while that is not known
     * @param signedFrom from where on whoever asks demands signatures
     */
    SignatureAudit(KeyHistory history, Optional<LedgerId> ledger, Optional<Sequence> signedFrom, SignatureQueue queue) {
        this.history = history;
        this.ledger = ledger;
        this.signedFrom = signedFrom;
        this.queue = queue;
    }

    /** The ledger's id is known now, from its first event. */
    void ofLedger(LedgerId id) {
        ledger = Optional.of(id);
    }

    /** The next sound event of the log. */
    void event(Place place, SealedEvent event) {
        Optional<KeyId> key = event.keyId();
        if (key.isEmpty()) {
            unsigned(place, event);
            return;
        }
        signed++;
        SignedLine line = SignedLine.of(place, event, key.get());
        KeyStanding standing = history.standing(key.get(), event);
        if (line.isAboutKeys()) {
            aboutKeys(line, event, standing);
        } else if (judges()) {
            standing.fold(
                    trusted -> verifySomeTime(line, event, trusted),
                    () -> false,
                    () -> told(line.byUnknownKey()),
                    notValid -> told(line.byKeyNotValid(notValid.why())));
        }
    }

    /** How many events were signed. */
    long signed() {
        return signed;
    }

    /** Whether a signature was met that was not judged, because nobody was asked, or its ledger is not known. */
    boolean leftUnjudged() {
        return leftUnjudged;
    }

    /** Whether every event about keys was one that this version knows. */
    boolean knowsAllKeyEvents() {
        return knowsAllKeyEvents;
    }

    private void unsigned(Place place, SealedEvent event) {
        if (history.mustBeSigned(event)) {
            missing(place, event, "a signature, which is required here");
        } else if (isDemanded(event)) {
            missing(place, event, "a signature, which is demanded from sequence " + signedFrom.orElseThrow() + " on");
        }
        takeOver(event, false);
    }

    private boolean isDemanded(SealedEvent event) {
        return signedFrom
                        .filter(first -> event.sequenceValue() >= first.value())
                        .isPresent()
                && !event.type().value().startsWith("diptych.");
    }

    private void missing(Place place, SealedEvent event, String expected) {
        queue.pass(Finding.of(FindingKind.MISSING_SIGNATURE)
                .atSequence(event.sequenceValue())
                .ofId(event.id().value())
                .at(place)
                .expecting(expected, "none"));
    }

    private void aboutKeys(SignedLine line, SealedEvent event, KeyStanding standing) {
        boolean isGood = judges()
                && standing.fold(
                        trusted -> isGoodNow(line, event, trusted),
                        () -> false,
                        () -> told(line.byUnknownKey()),
                        notValid -> told(line.byKeyNotValid(notValid.why())));
        KeyVerdict verdict = takeOver(event, isGood);
        if (isGood && verdict instanceof KeyVerdict.Rejected rejected) {
            told(line.rejected(rejected.why()));
        }
    }

    private KeyVerdict takeOver(SealedEvent event, boolean isGood) {
        KeyVerdict verdict = history.apply(event, isGood);
        knowsAllKeyEvents &= !(verdict instanceof KeyVerdict.UnknownVersion);
        return verdict;
    }

    /**
     * Nothing is said of signatures where nobody was asked whom to trust. Nor where the ledger is not known that they must be of:
     * no rotation could be followed there, and whoever signed behind it would be called unknown.
     */
    private boolean judges() {
        boolean judges = history.isAsked() && ledger.isPresent();
        leftUnjudged |= !judges;
        return judges;
    }

    private boolean verifySomeTime(SignedLine line, SealedEvent event, KeyStanding.Trusted by) {
        queue.verify(by.key(), message(event), event.signature().orElseThrow(), line::bad);
        return true;
    }

    private boolean isGoodNow(SignedLine line, SealedEvent event, KeyStanding.Trusted by) {
        boolean isGood =
                queue.verifyNow(by.key(), message(event), event.signature().orElseThrow());
        return isGood || told(line.bad());
    }

    private byte[] message(SealedEvent event) {
        return LineSigning.message(ledger.orElseThrow(), event.hash());
    }

    /** Passes the finding on and answers that the signature is not good. */
    private boolean told(Finding finding) {
        queue.pass(finding);
        return false;
    }
}
