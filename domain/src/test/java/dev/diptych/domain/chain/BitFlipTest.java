package dev.diptych.domain.chain;

import static dev.diptych.domain.chain.LogImage.storeAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every single bit of a small chain, flipped: found, where it is, and never called something it is not. */
class BitFlipTest {
    private static final Set<String> DAMAGE =
            Set.of("undecodable", "gap", "link", "payload_hash", "event_hash", "batch");

    @Test
    void a_flipped_bit_is_found_wherever_it_is_and_is_damage_when_the_store_has_seen_the_events() {
        Sealing sealing = chain();
        String log = text(sealing);
        for (int bit = 0; bit < 8 * log.length(); bit++) {
            LogImage image = new LogImage().segment(1).add(flipped(log, bit));

            WalkEnd end = image.walk(storeAt(4));

            assertThat(end).as("bit %d", bit).isInstanceOf(WalkEnd.Damaged.class);
            assertThat(image.findings)
                    .as("bit %d", bit)
                    .isNotEmpty()
                    .allMatch(finding -> DAMAGE.contains(finding.kind().word()));
        }
    }

    @Test
    void a_flipped_bit_in_an_acknowledged_batch_before_the_last_is_never_torn_even_if_the_store_was_lost() {
        Sealing sealing = chain();
        String log = text(sealing);
        int lastBatch = log.length() - sealing.line(4).length();
        // An LF that is lost, or made, joins or splits lines; the line behind still speaks of its batch.
        for (int bit = 0; bit < 8 * (lastBatch - 1); bit++) {
            LogImage image = new LogImage().segment(1).add(flipped(log, bit));

            assertThat(image.walk(storeAt(0))).as("bit %d", bit).isInstanceOf(WalkEnd.Damaged.class);
        }
    }

    @Test
    void a_flipped_bit_is_found_in_the_line_where_it_is() {
        Sealing sealing = chain();
        String log = text(sealing);
        int second = sealing.line(1).length();
        int third = second + sealing.line(2).length();
        for (int bit = 8 * second; bit < 8 * (third - 1); bit++) {
            LogImage image = new LogImage().segment(1).add(flipped(log, bit));
            image.walk(storeAt(4));

            long offset = image.findings.get(0).place().orElseThrow().offset();
            assertThat(offset).as("bit %d", bit).isEqualTo(second);
        }
    }

    @Test
    void the_digit_of_the_version_is_never_called_news() {
        String line = chain().line(1);
        int at = line.indexOf("\"schema_version\":1") + "\"schema_version\":".length();

        List<LineVerdict> verdicts = IntStream.range(0, 8)
                .mapToObj(bit -> Sealing.judged(flipped(line, 8 * at + bit)))
                .toList();

        assertThat(verdicts)
                .allMatch(verdict ->
                        verdict instanceof LineVerdict.Undecodable || verdict instanceof LineVerdict.OtherVersion)
                .anyMatch(verdict -> verdict instanceof LineVerdict.OtherVersion);
    }

    private static Sealing chain() {
        return Sealing.ofBatches(1, 2, 1);
    }

    private static String text(Sealing sealing) {
        StringBuilder text = new StringBuilder();
        sealing.events().forEach(event -> text.append(Sealing.text(event.toLine())));
        return text.toString();
    }

    private static String flipped(String text, int bit) {
        char[] bytes = text.toCharArray();
        bytes[bit / 8] ^= (char) (1 << bit % 8);
        return new String(bytes);
    }
}
