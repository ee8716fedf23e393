package dev.diptych.domain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedAnswerTest {
    private static final String HASH = "0c".repeat(32);

    @Test
    void is_kept_in_one_spelling_and_read_back_from_it() {
        PinnedAnswer pin = new PinnedAnswer(TransactionOutcome.ABORTED, new Sequence(41), 1_024, EventHash.parse(HASH));

        assertThat(pin.text()).isEqualTo("aborted:41:1024:" + HASH).isEqualTo(pin.toString());
        assertThat(PinnedAnswer.parse(pin.text())).contains(pin);
        assertThat(PinnedAnswer.parse("committed:1:1:" + HASH))
                .contains(new PinnedAnswer(TransactionOutcome.COMMITTED, Sequence.FIRST, 1, EventHash.parse(HASH)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "void:1:1:H",
                "committed:0:1:H",
                "committed:01:1:H",
                "committed:1:0:H",
                "committed:1:1025:H",
                "committed:1:1",
                "committed:1:1:H\n",
                "COMMITTED:1:1:H",
                "committed:9999999999999999:1:H"
            })
    void anything_else_is_no_pinned_answer(String text) {
        assertThat(PinnedAnswer.parse(text.replace("H", HASH))).isEmpty();
    }

    @Test
    void speaks_of_one_run_and_of_no_other() {
        BoundLedger ledger = new BoundLedger().ordinary(1).bound(3);
        PinnedAnswer pin = PinnedAnswer.of(ledger.newestRun(3), TransactionOutcome.COMMITTED);
        BoundRun elsewhere = new BoundLedger().ordinary(1).brokenOpen().bound(1).newestRun(3);

        assertThat(pin.isOf(ledger.newestRun(3))).isTrue();
        assertThat(pin.isOf(ledger.newestRun(2))).isFalse();
        assertThat(pin.isOf(new BoundRun(ledger.events().subList(1, 3)))).isFalse();
        assertThat(elsewhere.first()).isEqualTo(pin.first());
        assertThat(pin.isOf(elsewhere)).isFalse();
    }

    @Test
    void refuses_what_no_run_can_be() {
        EventHash hash = EventHash.parse(HASH);
        assertThatThrownBy(() -> new PinnedAnswer(TransactionOutcome.ABORTED, Sequence.NONE, 1, hash))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PinnedAnswer(TransactionOutcome.ABORTED, Sequence.FIRST, 1_025, hash))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024 events from sequence 1 on, was of 1025 from 1");
    }
}
