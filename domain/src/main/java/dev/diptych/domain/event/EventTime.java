package dev.diptych.domain.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of an event: RFC 3339, UTC, the years 0000 to 9999, always six fraction digits, so that the order of the texts
 * is the order of the times. Finer input is cut, not rounded. Time is data: order in a ledger is by sequence.
 *
 * @param instant the time, whole microseconds
 */
public record EventTime(Instant instant) implements Comparable<EventTime> {
    /** The characters of the canonical text, {@code 2026-11-23T10:00:00.123456Z}. */
    public static final int TEXT_LENGTH = 27;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** RFC 3339, section 5.6; {@code t} and {@code z} may be lower case there. A leap second is refused. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:[0-5]\\d)(\\.\\d++)?([Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

    /** The dot and the digits that are kept. */
    private static final int FRACTION_CHARACTERS_KEPT = 7;

    public EventTime {
        instant = instant.truncatedTo(ChronoUnit.MICROS);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new InvalidEventException("time", "a year from 0000 to 9999", instant.toString());
        }
    }

    public static EventTime of(Instant instant) {
        return new EventTime(instant);
    }

    /**
     * Reads an RFC 3339 text with any offset and any number of fraction digits.
     *
     * @throws InvalidEventException if the text is none, names second 60, or falls outside the years 0000 to 9999
     */
    public static EventTime parse(String field, String text) {
        Matcher parts = RFC_3339.matcher(text);
        if (!parts.matches()) {
            throw notATime(field, text);
        }
        try {
            LocalDateTime local = LocalDateTime.parse(parts.group(1) + "T" + parts.group(2) + keptFraction(parts));
            return new EventTime(local.minusMinutes(offsetMinutes(parts)).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | InvalidEventException outOfRange) {
            throw notATime(field, text);
        }
    }

    private static String keptFraction(Matcher parts) {
        String fraction = parts.group(3) == null ? "" : parts.group(3);
        return fraction.substring(0, Math.min(fraction.length(), FRACTION_CHARACTERS_KEPT));
    }

    /** How far the text's clock is ahead of UTC. */
    private static long offsetMinutes(Matcher parts) {
        if (parts.group(5) == null) {
            return 0;
        }
        long minutes = Long.parseLong(parts.group(6)) * 60 + Long.parseLong(parts.group(7));
        return parts.group(5).equals("-") ? -minutes : minutes;
    }

    /** The canonical text. */
    public String text() {
        byte[] ascii = new byte[TEXT_LENGTH];
        writeTo(ascii, 0);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    /** Puts the {@link #TEXT_LENGTH} characters of the canonical text into {@code target} from {@code at} on. */
    public void writeTo(byte[] target, int at) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        digits(target, at, 4, utc.getYear());
        target[at + 4] = '-';
        digits(target, at + 5, 2, utc.getMonthValue());
        target[at + 7] = '-';
        digits(target, at + 8, 2, utc.getDayOfMonth());
        target[at + 10] = 'T';
        digits(target, at + 11, 2, utc.getHour());
        target[at + 13] = ':';
        digits(target, at + 14, 2, utc.getMinute());
        target[at + 16] = ':';
        digits(target, at + 17, 2, utc.getSecond());
        target[at + 19] = '.';
        digits(target, at + 20, 6, utc.getNano() / 1_000);
        target[at + 26] = 'Z';
    }

    /** Whether the {@link #TEXT_LENGTH} bytes from {@code at} on are the canonical text of a time that exists. */
    public static boolean isCanonical(byte[] bytes, int at) {
        if (bytes[at + 4] != '-'
                || bytes[at + 7] != '-'
                || bytes[at + 10] != 'T'
                || bytes[at + 13] != ':'
                || bytes[at + 16] != ':'
                || bytes[at + 19] != '.'
                || bytes[at + 26] != 'Z') {
            return false;
        }
        int year = number(bytes, at, 4);
        int month = number(bytes, at + 5, 2);
        int day = number(bytes, at + 8, 2);
        int hour = number(bytes, at + 11, 2);
        int minute = number(bytes, at + 14, 2);
        int second = number(bytes, at + 17, 2);
        return year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= daysOf(year, month)
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && number(bytes, at + 20, 6) >= 0;
    }

    @Override
    public int compareTo(EventTime other) {
        return instant.compareTo(other.instant);
    }

    @Override
    public String toString() {
        return text();
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> Year.isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** The number in {@code count} digits, or -1 where a byte is no digit. */
    private static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static void digits(byte[] target, int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static InvalidEventException notATime(String field, String text) {
        return new InvalidEventException(
                field,
                "an RFC 3339 time such as 2026-11-23T10:00:00Z, in the years 0000 to 9999, second 00 to 59",
                Quoted.shortly(text));
    }
}
