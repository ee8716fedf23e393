package dev.diptych.domain.keys;

import static dev.diptych.domain.keys.KeyUse.CHECKPOINTS;
import static dev.diptych.domain.keys.KeyUse.EVENTS;
import static dev.diptych.domain.keys.KeyUse.RECOVERY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.event.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of who may say what of whom. */
class WhoMaySayWhatTest {
    private static final int OWN = 1;
    private static final int OTHER = 2;

    @ParameterizedTest(name = "a key for {0} says of {2} that it is {1}: {3}")
    @CsvSource({
        "EVENTS,      rotated,  itself,  true",
        "EVENTS,      rotated,  another, false",
        "EVENTS,      revoked,  itself,  true",
        "EVENTS,      revoked,  another, false",
        "EVENTS,      required, nobody,  true",
        "RECOVERY,    rotated,  itself,  true",
        "RECOVERY,    rotated,  another, true",
        "RECOVERY,    revoked,  itself,  true",
        "RECOVERY,    revoked,  another, true",
        "RECOVERY,    required, nobody,  true",
        "CHECKPOINTS, rotated,  itself,  false",
        "CHECKPOINTS, rotated,  another, false",
        "CHECKPOINTS, revoked,  itself,  false",
        "CHECKPOINTS, revoked,  another, false",
        "CHECKPOINTS, required, nobody,  false"
    })
    void a_key_may_say(KeyUse use, String what, String ofWhom, boolean may) {
        KeyLedger ledger = KeyLedger.trusting(KeyLedger.trusted(OWN, use), KeyLedger.trusted(OTHER, EVENTS));
        int whom = ofWhom.equals("itself") ? OWN : OTHER;
        KeyEvent said = switch (what) {
            case "rotated" -> KeyLedger.rotated(whom, 3);
            case "revoked" -> KeyLedger.revoked(whom);
            default -> KeyLedger.required(true);
        };

        KeyVerdict verdict = ledger.says(OWN, said);

        assertThat(verdict instanceof KeyVerdict.Applied).isEqualTo(may);
        boolean ends = may && !what.equals("required");
        assertThat(ledger.standing(whom, whom == OWN ? use : EVENTS) instanceof KeyStanding.Trusted)
                .isEqualTo(!ends);
        assertThat(ledger.history.signaturesRequired()).isEqualTo(may && what.equals("required"));
    }

    @Test
    void a_key_that_was_never_trusted_may_say_nothing() {
        for (KeyEvent said : List.of(KeyLedger.rotated(OWN, 3), KeyLedger.revoked(OWN), KeyLedger.required(true))) {
            KeyLedger ledger = KeyLedger.trusting(KeyLedger.trusted(OTHER, EVENTS, CHECKPOINTS, RECOVERY));

            assertThat(ledger.says(OWN, said)).isInstanceOf(KeyVerdict.Rejected.class);
        }
    }

    @Test
    void what_must_be_signed_is_what_is_said_of_keys_and_behind_a_demand_whatever_is_not_the_ledgers_own() {
        Sealing sealing = Sealing.ledger();
        SealedEvent callers = sealing.one("com.example.noted.v1", "1");
        SealedEvent own = sealing.one("diptych.policy.broken_glass.v1", "{}");
        SealedEvent ofKeys = sealing.one("diptych.key.anything.v9", "{}");
        KeyLedger ledger = KeyLedger.trusting(KeyLedger.trusted(OWN, EVENTS));

        assertThat(List.of(callers, own, ofKeys))
                .filteredOn(ledger.history::mustBeSigned)
                .containsExactly(ofKeys);
        ledger.says(OWN, KeyLedger.required(true));
        assertThat(List.of(callers, own, ofKeys))
                .filteredOn(ledger.history::mustBeSigned)
                .containsExactly(callers, ofKeys);
    }

    @Test
    void an_event_about_keys_may_be_signed_by_a_key_for_recovery_and_no_other_event_may() {
        Sealing sealing = Sealing.ledger();
        SealedEvent callers = sealing.one("com.example.noted.v1", "1");
        SealedEvent ofKeys = sealing.one(new EventType("diptych.key.revoked.v1").value(), "{}");
        KeyHistory history = KeyLedger.trusting(KeyLedger.trusted(OWN, RECOVERY)).history;

        assertThat(history.standing(KeyLedger.key(OWN).id(), ofKeys)).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(history.standing(KeyLedger.key(OWN).id(), callers))
                .isEqualTo(new KeyStanding.NotValid("is trusted for recovery, not for events"));
    }

    @Test
    void an_event_that_says_nothing_of_keys_is_applied_and_changes_nothing() {
        SealedEvent callers = Sealing.ledger().one("com.example.noted.v1", "1");
        KeyHistory history = KeyLedger.trusting().history;

        assertThat(history.apply(callers, false)).isEqualTo(new KeyVerdict.Applied());
        assertThat(history.signaturesRequired()).isFalse();
    }
}
