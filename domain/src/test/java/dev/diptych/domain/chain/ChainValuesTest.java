package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChainValuesTest {
    private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1deeff";

    @Test
    void a_sequence_is_from_0_to_two_to_the_53_minus_1() {
        assertThat(Sequence.of(0)).isEqualTo(Sequence.NONE);
        assertThat(Sequence.NONE.next()).isEqualTo(Sequence.FIRST);
        assertThat(Sequence.NONE.isNone()).isTrue();
        assertThat(Sequence.FIRST.isNone()).isFalse();
        assertThat(new Sequence(9_007_199_254_740_991L)).hasToString("9007199254740991");
        assertThatThrownBy(() -> new Sequence(9_007_199_254_740_992L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 9007199254740992");
        assertThatThrownBy(() -> new Sequence(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sequence(Sequence.VALUE_MAX).next()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sequences_are_ordered() {
        assertThat(Sequence.of(2).isAfter(Sequence.of(1))).isTrue();
        assertThat(Sequence.of(2).isAfter(Sequence.of(2))).isFalse();
        assertThat(Sequence.of(2)).isGreaterThan(Sequence.of(1)).isEqualByComparingTo(Sequence.of(2));
    }

    @Test
    void a_hash_is_32_bytes_or_64_lower_case_characters() {
        EventHash hash = EventHash.parse(HEX);
        byte[] bytes = hash.toBytes();

        assertThat(hash).isEqualTo(EventHash.of(bytes)).hasToString(HEX).hasSameHashCodeAs(EventHash.of(bytes));
        assertThat(hash.hex()).isEqualTo(HEX);
        bytes[0] = 9;
        assertThat(hash).isNotEqualTo(EventHash.of(bytes)).isNotEqualTo(HEX);
        assertThat(hash.toBytes()[0]).isZero();
        assertThatThrownBy(() -> EventHash.of(new byte[31])).hasMessageContaining("had 31");
        for (String bad : new String[] {
            HEX.toUpperCase(Locale.ROOT),
            HEX + "0",
            HEX.substring(1),
            "g" + HEX.substring(1),
            "`" + HEX.substring(1),
            "/" + HEX.substring(1),
            ":" + HEX.substring(1)
        }) {
            assertThatThrownBy(() -> EventHash.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad);
        }
    }

    @Test
    void a_hash_knows_its_own_spelling() {
        EventHash hash = EventHash.parse(HEX);
        for (int i = 0; i < 64; i++) {
            byte[] other = Sealing.bytes("x" + HEX);
            assertThat(hash.isSpelledAt(other, 1)).isTrue();
            other[1 + i] ^= 1;
            assertThat(hash.isSpelledAt(other, 1)).as("character %d", i).isFalse();
        }
    }

    @Test
    void a_ledger_id_is_what_the_first_event_links_to() {
        LedgerId ledger = LedgerId.parse(HEX);

        assertThat(ledger).isEqualTo(LedgerId.of(ledger.toBytes())).hasToString(HEX);
        assertThat(ledger.hex()).isEqualTo(HEX);
        assertThat(ChainHead.beforeFirst(ledger)).isEqualTo(new ChainHead(Sequence.NONE, ledger.asHash()));
        assertThat(ChainHead.beforeFirst(ledger)).hasToString("0:" + HEX);
    }

    @Test
    void a_batch_range_counts_its_sequences() {
        BatchRange range = new BatchRange(3, 5);

        assertThat(range.count()).isEqualTo(3);
        assertThat(range.contains(2)).isFalse();
        assertThat(range.contains(3)).isTrue();
        assertThat(range.contains(5)).isTrue();
        assertThat(range.contains(6)).isFalse();
        assertThat(range).hasToString("3-5");
    }
}
