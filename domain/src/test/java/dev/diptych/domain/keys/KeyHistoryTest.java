package dev.diptych.domain.keys;

import static dev.diptych.domain.keys.KeyLedger.NOON;
import static dev.diptych.domain.keys.KeyLedger.key;
import static dev.diptych.domain.keys.KeyLedger.required;
import static dev.diptych.domain.keys.KeyLedger.revoked;
import static dev.diptych.domain.keys.KeyLedger.rotated;
import static dev.diptych.domain.keys.KeyLedger.trusted;
import static dev.diptych.domain.keys.KeyUse.CHECKPOINTS;
import static dev.diptych.domain.keys.KeyUse.EVENTS;
import static dev.diptych.domain.keys.KeyUse.RECOVERY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
    private static final KeyVerdict APPLIED = new KeyVerdict.Applied();

    @Test
    void a_key_gives_way_to_another_which_may_then_do_what_it_might() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS, CHECKPOINTS));

        assertThat(ledger.says(1, rotated(1, 2))).isEqualTo(APPLIED);

        assertThat(ledger.standing(1)).isEqualTo(new KeyStanding.NotValid("ended with the event at sequence 1"));
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.Trusted(key(2), "holder1@example.com"));
        assertThat(ledger.standing(2, CHECKPOINTS)).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(ledger.standing(2, RECOVERY))
                .isEqualTo(new KeyStanding.NotValid("is trusted for events and checkpoints, not for recovery"));
    }

    @Test
    void a_chain_of_rotations_leaves_its_last_key() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS));
        for (int number = 1; number < 50; number++) {
            assertThat(ledger.says(number, rotated(number, number + 1))).isEqualTo(APPLIED);
        }
        for (int number = 1; number < 50; number++) {
            assertThat(ledger.standing(number))
                    .isEqualTo(new KeyStanding.NotValid("ended with the event at sequence " + number));
        }
        assertThat(ledger.standing(50)).isEqualTo(new KeyStanding.Trusted(key(50), "holder1@example.com"));
    }

    @Test
    void a_key_that_ended_never_begins_again_and_the_rotation_to_it_changes_nothing() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS), trusted(9, RECOVERY));
        ledger.says(1, rotated(1, 2));

        KeyVerdict back = ledger.says(2, rotated(2, 1));
        KeyVerdict recovered = ledger.says(9, rotated(2, 1));

        assertThat(back)
                .isEqualTo(new KeyVerdict.Rejected("rotates to " + key(1).id()
                        + ", which ended with the event at sequence 1 and cannot begin again"))
                .isEqualTo(recovered);
        assertThat(ledger.standing(1)).isInstanceOf(KeyStanding.NotValid.class);
        assertThat(ledger.standing(2)).isInstanceOf(KeyStanding.Trusted.class);
    }

    @Test
    void a_recovery_key_replaces_a_key_that_was_revoked_before() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS), trusted(9, RECOVERY));

        assertThat(ledger.says(1, revoked(1))).isEqualTo(APPLIED);
        assertThat(ledger.standing(1)).isInstanceOf(KeyStanding.NotValid.class);
        assertThat(ledger.says(9, rotated(1, 2))).isEqualTo(APPLIED);

        assertThat(ledger.standing(1)).isEqualTo(new KeyStanding.NotValid("ended with the event at sequence 1"));
        assertThat(ledger.standing(2)).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(ledger.standing(2, RECOVERY)).isInstanceOf(KeyStanding.NotValid.class);
    }

    @Test
    void a_revocation_counts_by_sequence_whatever_time_an_event_claims() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS), trusted(9, RECOVERY));
        ledger.says(9, revoked(1));
        EventTime longBefore = EventTime.parse("time", "1999-01-01T00:00:00Z");

        assertThat(ledger.history.standing(key(1).id(), longBefore, EVENTS))
                .isEqualTo(new KeyStanding.NotValid("ended with the event at sequence 1"));
    }

    @Test
    void a_key_is_valid_from_its_first_moment_up_to_but_not_including_its_last() {
        EventTime from = EventTime.parse("time", "2026-01-01T00:00:00Z");
        EventTime until = EventTime.parse("time", "2027-01-01T00:00:00Z");
        KeyLedger ledger =
                KeyLedger.trusting(new TrustedKey(key(1), "a", Set.of(EVENTS), Optional.of(from), Optional.of(until)));

        assertThat(standingAt(ledger, "2025-12-31T23:59:59.999999Z"))
                .isEqualTo(new KeyStanding.NotValid("is valid from 2026-01-01T00:00:00.000000Z before"
                        + " 2027-01-01T00:00:00.000000Z, not at 2025-12-31T23:59:59.999999Z"));
        assertThat(standingAt(ledger, "2026-01-01T00:00:00Z")).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(standingAt(ledger, "2026-12-31T23:59:59.999999Z")).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(standingAt(ledger, "2027-01-01T00:00:00Z")).isInstanceOf(KeyStanding.NotValid.class);
    }

    @Test
    void each_of_the_lines_about_a_key_is_enough() {
        EventTime until = EventTime.parse("time", "2000-01-01T00:00:00Z");
        EventTime from = EventTime.parse("time", "2026-01-01T00:00:00Z");
        KeyLedger ledger = KeyLedger.trusting(
                new TrustedKey(key(1), "a", Set.of(EVENTS), Optional.empty(), Optional.of(until)),
                new TrustedKey(key(1), "b", Set.of(EVENTS), Optional.of(from), Optional.empty()),
                trusted(1, CHECKPOINTS));

        assertThat(standingAt(ledger, "1999-01-01T00:00:00Z")).isEqualTo(new KeyStanding.Trusted(key(1), "a"));
        assertThat(standingAt(ledger, "2026-01-01T00:00:00Z")).isEqualTo(new KeyStanding.Trusted(key(1), "b"));
        assertThat(standingAt(ledger, "2010-01-01T00:00:00Z"))
                .isEqualTo(new KeyStanding.NotValid("is valid before 2000-01-01T00:00:00.000000Z, or from"
                        + " 2026-01-01T00:00:00.000000Z, not at 2010-01-01T00:00:00.000000Z"));
    }

    @Test
    void a_rotation_outside_of_the_validity_of_its_key_changes_nothing_and_the_new_key_has_no_bounds() {
        EventTime until = EventTime.parse("time", "2026-06-01T00:00:00Z");
        KeyLedger ledger =
                KeyLedger.trusting(new TrustedKey(key(1), "a", Set.of(EVENTS), Optional.empty(), Optional.of(until)));

        assertThat(ledger.saysAt(until, 1, rotated(1, 2))).isInstanceOf(KeyVerdict.Rejected.class);
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.Unknown());
        assertThat(ledger.saysAt(EventTime.parse("time", "2026-05-31T00:00:00Z"), 1, rotated(1, 2)))
                .isEqualTo(APPLIED);
        assertThat(ledger.standing(2)).isInstanceOf(KeyStanding.Trusted.class);
    }

    @Test
    void signatures_are_required_from_the_next_sequence_on_and_may_be_left_off_again() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS), trusted(9, RECOVERY), trusted(5, CHECKPOINTS));

        assertThat(ledger.says(5, required(true))).isInstanceOf(KeyVerdict.Rejected.class);
        assertThat(ledger.history.signaturesRequired()).isFalse();
        assertThat(ledger.says(1, required(true))).isEqualTo(APPLIED);
        assertThat(ledger.history.signaturesRequired()).isTrue();
        assertThat(ledger.says(9, required(false))).isEqualTo(APPLIED);
        assertThat(ledger.history.signaturesRequired()).isFalse();
    }

    @Test
    void an_event_that_is_unsigned_or_badly_signed_changes_nothing() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS));
        Sequence at = new Sequence(1);

        assertThat(ledger.history.apply(rotated(1, 2), Optional.empty(), NOON, at, true))
                .isEqualTo(new KeyVerdict.Rejected("is not signed"));
        assertThat(ledger.history.apply(rotated(1, 2), Optional.of(key(1).id()), NOON, at, false))
                .isEqualTo(new KeyVerdict.Rejected("has no good signature by " + key(1).id()));
        assertThat(ledger.standing(1)).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.Unknown());
    }

    @Test
    void a_key_that_nobody_trusts_cannot_hand_anything_on() {
        KeyLedger ledger = KeyLedger.trusting(trusted(9, RECOVERY));

        assertThat(ledger.says(9, rotated(1, 2)))
                .isEqualTo(
                        new KeyVerdict.Rejected("rotates from " + key(1).id() + ", which nobody trusts for anything"));
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.Unknown());
    }

    @Test
    void what_a_newer_program_says_changes_nothing_and_is_told_apart() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS));
        KeyEvent newer = KeyEvent.read(KeyEvent.Revoked.TYPE, "{\"key\":\"k\",\"reason\":\"r\",\"more\":1}");

        assertThat(ledger.says(1, newer)).isEqualTo(new KeyVerdict.UnknownVersion());
    }

    @Test
    void where_nobody_was_asked_signed_events_end_keys_and_make_none_trusted() {
        KeyLedger ledger = KeyLedger.notAsked();

        assertThat(ledger.standing(1)).isEqualTo(new KeyStanding.NotAsked());
        assertThat(ledger.says(1, rotated(1, 2))).isEqualTo(APPLIED);
        assertThat(ledger.standing(1)).isEqualTo(new KeyStanding.NotValid("ended with the event at sequence 1"));
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.NotAsked());
        assertThat(ledger.says(1, revoked(2))).isInstanceOf(KeyVerdict.Rejected.class);
        assertThat(ledger.says(3, required(true))).isEqualTo(APPLIED);
        assertThat(ledger.history.signaturesRequired()).isTrue();
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.NotAsked());
        assertThat(ledger.says(2, rotated(2, 1))).isEqualTo(APPLIED);
        assertThat(ledger.standing(1)).isEqualTo(new KeyStanding.NotValid("ended with the event at sequence 1"));
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.NotValid("ended with the event at sequence 4"));
    }

    @Test
    void trusting_nobody_is_not_the_same_as_not_having_been_asked() {
        KeyLedger ledger = KeyLedger.trusting();

        assertThat(ledger.standing(1)).isEqualTo(new KeyStanding.Unknown());
        assertThat(ledger.says(1, revoked(1))).isInstanceOf(KeyVerdict.Rejected.class);
    }

    @Test
    void a_copy_goes_its_own_way() {
        KeyLedger ledger = KeyLedger.trusting(trusted(1, EVENTS));
        KeyLedger tried = new KeyLedger(ledger.history.copy());

        tried.says(1, required(true));
        tried.says(1, rotated(1, 2));

        assertThat(ledger.standing(1)).isInstanceOf(KeyStanding.Trusted.class);
        assertThat(ledger.standing(2)).isEqualTo(new KeyStanding.Unknown());
        assertThat(ledger.history.signaturesRequired()).isFalse();
        assertThat(tried.standing(2)).isInstanceOf(KeyStanding.Trusted.class);
    }

    private static KeyStanding standingAt(KeyLedger ledger, String time) {
        return ledger.history.standing(key(1).id(), EventTime.parse("time", time), EVENTS);
    }
}
