package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.KeysUnusableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link KeyRing}: what somebody says outside the ledger is what is trusted, as it is at each call. */
public abstract class KeyRingContract {
    private static final EventTime FROM = EventTime.parse("time", "2026-11-23T10:00:00Z");
    private static final EventTime UNTIL = EventTime.parse("time", "2027-11-23T10:20:30Z");

    private static final TrustedKey FIRST =
            TrustedKey.always(Rfc8032.VECTORS.get(0).key(), "first@example.com", KeyUse.EVENTS, KeyUse.CHECKPOINTS);
    private static final TrustedKey BOUNDED = new TrustedKey(
            Rfc8032.VECTORS.get(1).key(),
            "second@example.com,*.example.org",
            Set.of(KeyUse.EVENTS),
            Optional.of(FROM),
            Optional.of(UNTIL));
    private static final TrustedKey FIRST_FOR_RECOVERY =
            TrustedKey.always(Rfc8032.VECTORS.get(0).key(), "third@example.com", KeyUse.RECOVERY);

    /** A ring that nobody has told anything of yet. */
    protected abstract KeyRing ring();

    /** Says to the ring last made that these are trusted, and no others. */
    protected abstract void say(List<TrustedKey> keys);

    /** Makes what the ring last made reads impossible to understand. */
    protected abstract void spoil();

    @Test
    void trusts_whom_it_was_told_to_for_what_and_when_in_that_order() {
        KeyRing ring = ring();
        say(List.of(FIRST, BOUNDED, FIRST_FOR_RECOVERY));

        assertThat(ring.trusted()).contains(new TrustedKeys(List.of(FIRST, BOUNDED, FIRST_FOR_RECOVERY)));
        assertThat(ring.trusted().orElseThrow().find(FIRST.key().id())).containsExactly(FIRST, FIRST_FOR_RECOVERY);
    }

    @Test
    void trusts_nobody_when_told_so_which_is_not_the_same_as_not_having_been_told() {
        KeyRing ring = ring();
        say(List.of());

        assertThat(ring.trusted()).contains(TrustedKeys.NONE);
    }

    @Test
    void sees_at_each_call_what_is_said_by_then() {
        KeyRing ring = ring();
        say(List.of(FIRST));
        Optional<TrustedKeys> before = ring.trusted();
        say(List.of(BOUNDED));

        assertThat(ring.trusted()).contains(new TrustedKeys(List.of(BOUNDED)));
        assertThat(before).contains(new TrustedKeys(List.of(FIRST)));
    }

    @Test
    void refuses_what_it_cannot_understand_and_trusts_again_once_it_can() {
        KeyRing ring = ring();
        say(List.of(FIRST));
        spoil();

        assertThatThrownBy(ring::trusted)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("Next: ");
        say(List.of(FIRST));
        assertThat(ring.trusted()).contains(new TrustedKeys(List.of(FIRST)));
    }
}
