package dev.diptych.domain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventType;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeRecordTest {
    private static final String HASH = "ab".repeat(32);
    private static final String JSON =
            "{\"first_seq\":7,\"count\":3,\"event_hash\":\"" + HASH + "\",\"decided_by\":\"caller\"}";
    private static final OutcomeRecord RECORD = new OutcomeRecord(
            TransactionOutcome.COMMITTED, new Sequence(7), 3, EventHash.parse(HASH), DecidedBy.CALLER);

    @Test
    void is_spelled_in_one_way_and_read_back_from_it() {
        assertThat(RECORD.json()).isEqualTo(JSON);
        assertThat(RECORD.type()).isEqualTo(new EventType("diptych.transaction.committed.v1"));
        assertThat(RECORD.last()).isEqualTo(new Sequence(9));
        for (TransactionOutcome outcome : TransactionOutcome.values()) {
            for (DecidedBy decidedBy : DecidedBy.values()) {
                OutcomeRecord record = new OutcomeRecord(outcome, new Sequence(7), 3, EventHash.parse(HASH), decidedBy);
                assertThat(OutcomeEvent.read(record.type(), record.json())).isEqualTo(record);
            }
        }
    }

    @Test
    void the_outcome_is_the_type_and_only_an_abort_makes_void() {
        assertThat(TransactionOutcome.ABORTED.type()).isEqualTo(new EventType("diptych.transaction.aborted.v1"));
        assertThat(OutcomeEvent.read(TransactionOutcome.ABORTED.type(), JSON))
                .isEqualTo(new OutcomeRecord(
                        TransactionOutcome.ABORTED, new Sequence(7), 3, EventHash.parse(HASH), DecidedBy.CALLER));
        assertThat(TransactionOutcome.ABORTED.isVoiding()).isTrue();
        assertThat(TransactionOutcome.COMMITTED.isVoiding()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"first_seq\": 7,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":07,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":0,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":7,\"count\":0,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":-7,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":7.0,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":7,\"count\":3e0,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":7,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"operator\"}",
                "{\"first_seq\":7,\"count\":3,\"event_hash\":\"H\",\"decided_by\":\"caller\",\"note\":1}",
                "{\"count\":3,\"first_seq\":7,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":7,\"count\":3,\"event_hash\":\"H\"}",
                "{\"first_seq\":9007199254740991,\"count\":1,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":9007199254740990,\"count\":2,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "{\"first_seq\":9999999999999999,\"count\":9999999999999999,\"event_hash\":\"H\",\"decided_by\":\"caller\"}",
                "null"
            })
    void any_other_spelling_is_of_a_version_that_is_not_known(String spelling) {
        String json = spelling.replace("H", HASH);
        EventType type = TransactionOutcome.COMMITTED.type();

        assertThat(OutcomeEvent.read(type, json)).isEqualTo(new OutcomeEvent.Unknown(type, json));
    }

    @Test
    void a_hash_in_capitals_and_another_type_are_of_a_version_that_is_not_known() {
        String capitals = JSON.replace(HASH, HASH.toUpperCase(Locale.ROOT));
        EventType later = new EventType("diptych.transaction.committed.v2");

        assertThat(OutcomeEvent.read(RECORD.type(), capitals))
                .isEqualTo(new OutcomeEvent.Unknown(RECORD.type(), capitals));
        assertThat(OutcomeEvent.read(later, JSON)).isEqualTo(new OutcomeEvent.Unknown(later, JSON));
    }

    @Test
    void the_highest_sequences_leave_room_for_the_outcome_itself() {
        String json = "{\"first_seq\":9007199254740989,\"count\":2,\"event_hash\":\"" + HASH
                + "\",\"decided_by\":\"recovery\"}";

        assertThat(OutcomeEvent.read(RECORD.type(), json))
                .isInstanceOfSatisfying(
                        OutcomeRecord.class,
                        read -> assertThat(read.last().value()).isEqualTo(Sequence.VALUE_MAX - 1));
        EventHash hash = EventHash.parse(HASH);
        assertThatThrownBy(() -> new OutcomeRecord(
                        TransactionOutcome.ABORTED, new Sequence(Sequence.VALUE_MAX), 1, hash, DecidedBy.CALLER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new OutcomeRecord(TransactionOutcome.ABORTED, Sequence.NONE, 1, hash, DecidedBy.CALLER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new OutcomeRecord(TransactionOutcome.ABORTED, Sequence.FIRST, 0, hash, DecidedBy.CALLER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_events_of_its_types_say_something_of_a_transaction() {
        BoundLedger ledger = new BoundLedger().bound(2).told(TransactionOutcome.ABORTED, 2);

        assertThat(OutcomeEvent.of(ledger.events().get(0))).isEmpty();
        assertThat(OutcomeEvent.of(ledger.events().get(2)))
                .contains(new OutcomeRecord(
                        TransactionOutcome.ABORTED,
                        Sequence.FIRST,
                        2,
                        ledger.events().get(1).hash(),
                        DecidedBy.CALLER));
    }
}
