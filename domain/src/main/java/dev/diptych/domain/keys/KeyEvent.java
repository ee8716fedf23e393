package dev.diptych.domain.keys;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.signature.KeyId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ledger's own events of the types {@code diptych.key.*} say. Each counts only if it is signed by a key that may say
 * it, and from the next sequence on; {@link KeyHistory} judges that.
 *
 * <p>The payloads are closed: these keys in this order, no white space, {@code "} and {@code \} escaped and nothing else.
 * Whatever is spelled otherwise is of a version that this program does not know.
 */
public sealed interface KeyEvent {
    /** What all types of these events begin with. */
    String TYPE_PREFIX = "diptych.key.";

    /** The type that the event has. */
    EventType type();

    /** The payload as JSON text. */
    String json();

    /**
     * One key gives way to another, which may then do what the first might: {@code {"from":"KEY ID","to":"BASE64"}}. Signed by
     * the first, or by a key for recovery.
     *
     * @param from the key that ends
     * @param to the key that begins; the payload has what follows {@code ssh-ed25519} in OpenSSH's files
     */
    record Rotated(KeyId from, VerifyingKey to) implements KeyEvent {
        public static final EventType TYPE = new EventType("diptych.key.rotated.v1");

        public Rotated {
            if (from.equals(to.id())) {
                throw new IllegalArgumentException("a key must be rotated to another one, was itself: " + from);
            }
        }

        @Override
        public EventType type() {
            return TYPE;
        }

        @Override
        public String json() {
            return "{\"from\":\"" + from + "\",\"to\":\"" + to.openSshBase64() + "\"}";
        }
    }

    /**
     * A key ends: {@code {"key":"KEY ID","reason":"…"}}. Signed by it, or by a key for recovery.
     *
     * @param key the key that ends
     * @param reason why: 1 to {@value #REASON_CHARACTERS_MAX} characters, no control characters
     */
    record Revoked(KeyId key, String reason) implements KeyEvent {
        public static final EventType TYPE = new EventType("diptych.key.revoked.v1");

        /** The most characters of a reason. */
        public static final int REASON_CHARACTERS_MAX = 200;

        public Revoked {
            if (reason.isBlank()
                    || reason.length() > REASON_CHARACTERS_MAX
                    || reason.chars().anyMatch(c -> c < 0x20 || c == 0x7f || Character.isSurrogate((char) c))) {
                throw new IllegalArgumentException("reason must have 1 to " + REASON_CHARACTERS_MAX
                        + " characters, not only blanks, and no control characters or surrogates");
            }
        }

        @Override
        public EventType type() {
            return TYPE;
        }

        @Override
        public String json() {
            return "{\"key\":\"" + key + "\",\"reason\":\""
                    + reason.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        }
    }

    /**
     * Behind this event every event that is not the ledger's own must be signed, or need not be any more: {@code
     * {"required":true}}.
     */
    record SignaturesRequired(boolean required) implements KeyEvent {
        public static final EventType TYPE = new EventType("diptych.key.signatures.v1");

        @Override
        public EventType type() {
            return TYPE;
        }

        @Override
        public String json() {
            return "{\"required\":" + required + "}";
        }
    }

    /** Something that a newer program wrote. */
    record Unknown(EventType type, String json) implements KeyEvent {}

    /** What the event says of keys; empty for one of any other type. */
    static Optional<KeyEvent> of(SealedEvent event) {
        EventType type = event.type();
        return type.value().startsWith(TYPE_PREFIX)
                ? Optional.of(read(type, event.payload().toString()))
                : Optional.empty();
    }

    /** What a payload of a type that begins with {@link #TYPE_PREFIX} says. */
    static KeyEvent read(EventType type, String json) {
        Optional<KeyEvent> known = Optional.empty();
        if (type.equals(Rotated.TYPE)) {
            known = Spelling.rotated(json);
        } else if (type.equals(Revoked.TYPE)) {
            known = Spelling.revoked(json);
        } else if (type.equals(SignaturesRequired.TYPE)) {
            known = Spelling.required(json);
        }
        return known.filter(event -> event.json().equals(json)).orElseGet(() -> new Unknown(type, json));
    }

    /** How the payloads are spelled. */
    final class Spelling {
        private static final String KEY_ID = "([A-Za-z0-9._:+/=-]{1,128})";
        private static final Pattern ROTATED =
                Pattern.compile("\\{\"from\":\"" + KEY_ID + "\",\"to\":\"([A-Za-z0-9+/=]+)\"}");
        private static final Pattern REVOKED =
                Pattern.compile("\\{\"key\":\"" + KEY_ID + "\",\"reason\":\"((?:[^\"\\\\]|\\\\[\"\\\\]){1,400})\"}");

        private Spelling() {}

        private static Optional<KeyEvent> rotated(String json) {
            Matcher parts = ROTATED.matcher(json);
            if (!parts.matches()) {
                return Optional.empty();
            }
            KeyId from = new KeyId(parts.group(1));
            return VerifyingKey.parseOpenSsh(parts.group(2))
                    .filter(to -> !to.id().equals(from))
                    .map(to -> new Rotated(from, to));
        }

        private static Optional<KeyEvent> revoked(String json) {
            Matcher parts = REVOKED.matcher(json);
            if (!parts.matches()) {
                return Optional.empty();
            }
            try {
                String reason = parts.group(2).replaceAll("\\\\([\"\\\\])", "$1");
                return Optional.of(new Revoked(new KeyId(parts.group(1)), reason));
            } catch (IllegalArgumentException notAReason) {
                return Optional.empty();
            }
        }

        private static Optional<KeyEvent> required(String json) {
            boolean required = json.equals("{\"required\":true}");
            return required || json.equals("{\"required\":false}")
                    ? Optional.of(new SignaturesRequired(required))
                    : Optional.empty();
        }
    }
}
