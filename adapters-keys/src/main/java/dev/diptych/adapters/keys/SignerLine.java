package dev.diptych.adapters.keys;

import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of an {@code allowed_signers} file that is neither empty nor a comment (ssh-keygen(1), ALLOWED SIGNERS):
 *
 * <pre>
 *   principals [options] type base64 [comment]
 * </pre>
 *
 * Principals may stand in quotes. Options are separated by commas, in any order and at most once each, their names in any
 * case, their values in quotes, within which {@code \"} is a quote.
 */
final class SignerLine {
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:(\\d\\d)(\\d\\d)(\\d\\d)?)?([Zz])?");
    private static final String AUTHORITY = "cert-authority";
    private static final Set<String> VALUED = Set.of("namespaces", "valid-after", "valid-before");

    /** What is wrong with a line. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String expected, String found) {
            super("expected " + expected + ", found " + found);
        }
    }

    /**
     * What a line says.
     *
     * @param key the key; empty if the line is left out
     * @param note why it is left out; empty if it is not
     */
    record Read(Optional<TrustedKey> key, String note) {
        private static Read of(TrustedKey key) {
            return new Read(Optional.of(key), "");
        }

        private static Read leftOut(String note) {
            return new Read(Optional.empty(), note);
        }
    }

    private final String line;
    private final ZoneId zone;
    private final Map<String, String> options = new HashMap<>();
    private int at;

    private SignerLine(String line, ZoneId zone) {
        this.line = line;
        this.zone = zone;
    }

    static Read read(String line, ZoneId zone) throws MalformedException {
        return new SignerLine(line, zone).read();
    }

    private Read read() throws MalformedException {
        String principals = principals();
        skipBlanks();
        String type = word();
        if (!KeyTypes.isKnown(type)) {
            at -= type.length();
            readOptions();
            skipBlanks();
            type = word();
        }
        if (!KeyTypes.isKnown(type)) {
            throw new MalformedException(
                    "the type of a key", type.isEmpty() ? "the end of the line" : "something else");
        }
        skipBlanks();
        String base64 = word();
        Optional<EventTime> from = time("valid-after");
        Optional<EventTime> until = time("valid-before");
        if (from.isPresent() && until.isPresent() && from.get().compareTo(until.get()) >= 0) {
            throw new MalformedException("valid-before behind valid-after", "it not behind");
        }
        Set<KeyUse> uses = Optional.ofNullable(options.get("namespaces"))
                .map(Namespaces::granted)
                .orElse(Namespaces.UNLESS_NAMED);
        if (!isOfType(base64, type)) {
            throw new MalformedException("the base64 of a key of the type " + type, "something else");
        }
        if (options.containsKey(AUTHORITY)) {
            return Read.leftOut("it is a certificate authority, and certificates are not followed");
        }
        if (!type.equals(VerifyingKey.OPENSSH_TYPE)) {
            return Read.leftOut(
                    "its key is of the type " + type + ", and only " + VerifyingKey.OPENSSH_TYPE + " counts");
        }
        if (uses.isEmpty()) {
            return Read.leftOut("its namespaces are none of "
                    + Namespaces.list(Set.of(KeyUse.values())).replace(",", ", "));
        }
        VerifyingKey key = VerifyingKey.parseOpenSsh(base64)
                .orElseThrow(() -> new MalformedException("the base64 of an Ed25519 key", "something else"));
        return Read.of(new TrustedKey(key, principals, uses, from, until));
    }

    private String principals() throws MalformedException {
        String principals;
        if (at < line.length() && line.charAt(at) == '"') {
            int end = line.indexOf('"', at + 1);
            if (end < 0) {
                throw new MalformedException("a quote that closes the principals", "none");
            }
            principals = line.substring(at + 1, end);
            at = end + 1;
        } else {
            principals = word();
        }
        if (principals.isEmpty() || principals.indexOf('"') >= 0 || at < line.length() && !isBlank(line.charAt(at))) {
            throw new MalformedException("principals, in quotes or without any", "something else");
        }
        return principals;
    }

    private void readOptions() throws MalformedException {
        while (true) {
            int end = at;
            while (end < line.length() && (Character.isLetter(line.charAt(end)) || line.charAt(end) == '-')) {
                end++;
            }
            String name = line.substring(at, end).toLowerCase(Locale.ROOT);
            at = end;
            String value = name.equals(AUTHORITY) ? "" : value(name);
            if (options.put(name, value) != null && !name.equals(AUTHORITY)) {
                throw new MalformedException("each option once", name + " twice");
            }
            if (at == line.length() || isBlank(line.charAt(at))) {
                return;
            }
            if (line.charAt(at) != ',') {
                throw new MalformedException("a comma or a blank behind " + name, "something else");
            }
            at++;
        }
    }

    private String value(String name) throws MalformedException {
        if (!VALUED.contains(name)) {
            throw new MalformedException(
                    "a type of key, or the options cert-authority, namespaces, valid-after and valid-before",
                    "something else");
        }
        if (!line.startsWith("=\"", at)) {
            throw new MalformedException("=\" behind " + name, "something else");
        }
        StringBuilder value = new StringBuilder();
        for (at += 2; at < line.length(); at++) {
            if (line.charAt(at) == '"') {
                at++;
                return value.toString();
            }
            if (line.startsWith("\\\"", at)) {
                at++;
            }
            value.append(line.charAt(at));
        }
        throw new MalformedException("a quote that closes the value of " + name, "none");
    }

    private Optional<EventTime> time(String name) throws MalformedException {
        String text = options.get(name);
        if (text == null) {
            return Optional.empty();
        }
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw noTime(name);
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(parts, 1),
                    number(parts, 2),
                    number(parts, 3),
                    number(parts, 4),
                    number(parts, 5),
                    number(parts, 6));
            ZoneId meant = parts.group(7) == null ? zone : ZoneOffset.UTC;
            return Optional.of(EventTime.of(local.atZone(meant).toInstant()));
        } catch (DateTimeException | InvalidEventException thereIsNone) {
            throw noTime(name);
        }
    }

    private static MalformedException noTime(String name) {
        return new MalformedException(
                "a time that there is as YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z behind it for UTC, in "
                        + name,
                "something else");
    }

    private static int number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
    }

    /** Whether the base64 is that of a key that says of itself that it is of the type (RFC 4253, section 6.6). */
    private static boolean isOfType(String base64, String type) {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        byte[] beginning = Arrays.copyOf(new byte[] {0, 0, 0, (byte) name.length}, Integer.BYTES + name.length);
        System.arraycopy(name, 0, beginning, Integer.BYTES, name.length);
        return blob.length > beginning.length
                && Arrays.equals(blob, 0, beginning.length, beginning, 0, beginning.length);
    }

    private String word() {
        int from = at;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            at++;
        }
        return line.substring(from, at);
    }

    private void skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
