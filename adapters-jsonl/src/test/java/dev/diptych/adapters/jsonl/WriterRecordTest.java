package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of the file that says who holds the log. */
final class WriterRecordTest {
    private static final EventHash HASH = EventHash.parse("ab".repeat(32));

    @Test
    void says_who_holds_the_log_above_the_last_clean_close() {
        WriterRecord record = new WriterRecord(
                Optional.of(new WriterRecord.Open(4711, 1_700_000_000_123L)),
                Optional.of(WriterRecord.Closed.at(
                        Optional.of(new ChainHead(Sequence.of(42), HASH)),
                        Optional.of(Segment.beginningAt(40)),
                        1_234)),
                true);

        String text = "open 4711 1700000000123\nclosed 42 " + "ab".repeat(32)
                + " 00000000000000000040.jsonl 1234\nstore-closed\n";
        assertThat(new String(record.toBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(WriterRecord.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(record);
    }

    @Test
    void spells_the_clean_close_of_an_empty_log() {
        WriterRecord record = new WriterRecord(
                Optional.empty(), Optional.of(WriterRecord.Closed.at(Optional.empty(), Optional.empty(), 0)), false);

        String text = "closed 0 " + "0".repeat(64) + " - 0\n";
        assertThat(new String(record.toBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(WriterRecord.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(record);
        assertThat(record.closed().orElseThrow().head()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "open 1 2",
                "open 1\n",
                "open -1 2\n",
                "open 01 2\n",
                "open 9999999999999999999 2\n",
                "closed 1 ab - 0\n",
                "closed 99999999999999999 0000000000000000000000000000000000000000000000000000000000000000 - 0\n",
                "closed 9999999999999999 0000000000000000000000000000000000000000000000000000000000000000 - 0\n",
                "closed 1 0000000000000000000000000000000000000000000000000000000000000000 x.jsonl 0\n",
                "closed 1 0000000000000000000000000000000000000000000000000000000000000000 99999999999999999999.jsonl 0\n",
                "store-closed",
                "store-closed \n",
                "\u0000\u0001\n"
            })
    void a_line_that_does_not_match_is_as_good_as_absent(String text) {
        assertThat(WriterRecord.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(WriterRecord.NONE);
    }

    @Test
    void a_process_holds_what_it_took_only_if_it_is_the_same_process() {
        Processes real = Processes.REAL;
        Path lock = Path.of("nowhere/lock");
        ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
        long start = other.info().startInstant().orElseThrow().toEpochMilli();

        assertThat(real.holds(new WriterRecord.Open(other.pid(), start), lock)).isTrue();
        assertThat(real.holds(new WriterRecord.Open(other.pid(), start + 1_999), lock))
                .isTrue();
        assertThat(real.holds(new WriterRecord.Open(other.pid(), 0), lock)).isTrue();
        assertThat(real.holds(new WriterRecord.Open(other.pid(), start + 2_000), lock))
                .isFalse();
        assertThat(real.holds(new WriterRecord.Open(other.pid(), start - 2_000), lock))
                .isFalse();
        assertThat(real.holds(new WriterRecord.Open(Long.MAX_VALUE / 2, start), lock))
                .isFalse();
        assertThat(real.holds(real.self(), lock))
                .as("this process does not hold that lock")
                .isFalse();
    }
}
