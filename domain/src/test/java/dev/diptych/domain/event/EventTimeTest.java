package dev.diptych.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, 2026-11-23T10:00:00.000000Z",
        "2026-11-23t10:00:00z, 2026-11-23T10:00:00.000000Z",
        "2026-11-23T10:00:00.1Z, 2026-11-23T10:00:00.100000Z",
        "2026-11-23T10:00:00.123456789Z, 2026-11-23T10:00:00.123456Z",
        "2026-11-23T10:00:00.99999999999999999999999999999999999999999999Z, 2026-11-23T10:00:00.999999Z",
        "2026-11-23T10:00:00+01:30, 2026-11-23T08:30:00.000000Z",
        "2026-11-23T10:00:00-01:30, 2026-11-23T11:30:00.000000Z",
        "2026-11-23T10:00:00+23:59, 2026-11-22T10:01:00.000000Z",
        "2026-11-23T10:00:00-23:59, 2026-11-24T09:59:00.000000Z",
        "2026-11-23T10:00:00-00:00, 2026-11-23T10:00:00.000000Z",
        "2024-02-29T23:59:59.5+00:01, 2024-02-29T23:58:59.500000Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000000Z",
        "0000-02-29T00:00:00Z, 0000-02-29T00:00:00.000000Z",
        "0000-01-01T00:00:00-00:01, 0000-01-01T00:01:00.000000Z",
        "9999-12-31T23:59:59.9999999Z, 9999-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.9999999Z, 1969-12-31T23:59:59.999999Z",
    })
    void reads_every_rfc_3339_time_and_writes_it_in_utc_cut_to_microseconds(String text, String canonical) {
        EventTime time = EventTime.parse("observed_at", text);

        assertThat(time.text()).isEqualTo(canonical);
        assertThat(time).hasToString(canonical).isEqualTo(EventTime.parse("observed_at", canonical));
        assertThat(EventTime.isCanonical(ascii(canonical), 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T23:59:60Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T10:60:00Z",
                "2026-11-31T10:00:00Z",
                "2026-02-29T10:00:00Z",
                "1900-02-29T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-00-01T10:00:00Z",
                "2026-01-00T10:00:00Z",
                "2026-11-23T10:00:00",
                "2026-11-23 10:00:00Z",
                "2026-11-23T10:00Z",
                "2026-11-23T10:00:00.Z",
                "2026-11-23T10:00:00,1Z",
                "2026-11-23T10:00:00+24:00",
                "2026-11-23T10:00:00+01:60",
                "2026-11-23T10:00:00+0100",
                "2026-11-23T10:00:00+01",
                "-0001-11-23T10:00:00Z",
                "12026-11-23T10:00:00Z",
                "+2026-11-23T10:00:00Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "2026-11-23T10:00:00Z ",
                "\u0662026-11-23T10:00:00Z",
                "",
                "now"
            })
    void refuses_what_is_no_time_and_names_the_field(String text) {
        assertThatThrownBy(() -> EventTime.parse("observed_at", text))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("observed_at: expected an RFC 3339 time")
                .extracting(thrown -> ((InvalidEventException) thrown).field())
                .isEqualTo("observed_at");
    }

    @Test
    void an_instant_is_cut_to_microseconds_and_kept_within_the_years_0000_to_9999() {
        assertThat(EventTime.of(Instant.parse("2026-11-23T10:00:00.123456999Z")).instant())
                .isEqualTo(Instant.parse("2026-11-23T10:00:00.123456Z"));
        assertThat(EventTime.of(Instant.ofEpochSecond(-1, 999)).instant()).isEqualTo(Instant.ofEpochSecond(-1));
        assertThat(EventTime.of(Instant.parse("9999-12-31T23:59:59.999999999Z")).text())
                .isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThatThrownBy(
                        () -> EventTime.of(Instant.parse("0000-01-01T00:00:00Z").minusNanos(1)))
                .isInstanceOf(InvalidEventException.class);
        assertThatThrownBy(() -> EventTime.of(Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("a year from 0000 to 9999");
        assertThatThrownBy(() -> EventTime.of(Instant.MAX)).isInstanceOf(InvalidEventException.class);
        assertThatThrownBy(() -> EventTime.of(Instant.MIN)).isInstanceOf(InvalidEventException.class);
    }

    @Test
    void a_canonical_text_changed_in_any_byte_is_another_time_or_none() {
        String canonical = "2024-02-29T10:20:30.123456Z";
        for (int at = 0; at < canonical.length(); at++) {
            for (int b = 0; b < 128; b++) {
                byte[] changed = ascii(canonical);
                changed[at] = (byte) b;
                String text = new String(changed, StandardCharsets.US_ASCII);
                boolean reads = text.charAt(10) == 'T' && text.charAt(26) == 'Z' && isTime(text);

                assertThat(EventTime.isCanonical(changed, 0)).as(text).isEqualTo(reads);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261123})
    void the_order_of_the_texts_is_the_order_of_the_times(long seed) {
        Random random = new Random(seed);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long span = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() - first;
        for (int i = 0; i < 5_000; i++) {
            EventTime a = EventTime.of(
                    Instant.ofEpochSecond(first + (long) (random.nextDouble() * span), random.nextInt(1_000_000_000)));
            EventTime b = random.nextBoolean()
                    ? EventTime.of(a.instant().plusNanos(random.nextInt(3_000)))
                    : EventTime.of(Instant.ofEpochSecond(first + (long) (random.nextDouble() * span)));

            assertThat(Integer.signum(a.text().compareTo(b.text())))
                    .as("seed %d: %s %s", seed, a, b)
                    .isEqualTo(Integer.signum(a.compareTo(b)));
            assertThat(EventTime.parse("t", a.text())).as("seed %d", seed).isEqualTo(a);
            assertThat(EventTime.isCanonical(ascii("#" + a.text()), 1))
                    .as("seed %d: %s", seed, a)
                    .isTrue();
        }
    }

    private static boolean isTime(String text) {
        try {
            return EventTime.parse("t", text).text().equals(text);
        } catch (InvalidEventException none) {
            return false;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
