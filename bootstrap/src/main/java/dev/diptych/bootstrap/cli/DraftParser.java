package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a draft from one line of JSON:
 *
 * <pre>{"id"*, "event_type", "source"*, "observed_at"*, "trace_id"*, "session_id"*, "domain_tags"*, "payload"}</pre>
 *
 * <p>in any order; a key marked * may be left out, and then {@code source} is {@code {"type":"user"}}. A key that is not
 * listed, a key twice, a null for anything but the payload, bytes that are not UTF-8, and anything behind the object are
 * refused. The payload's bytes are taken as they stand on the line, so that the spelling of its numbers, its escapes and
 * the order of its keys stay; its inner limits are judged when it is appended.
 */
final class DraftParser {
    private static final String KEYS =
            "id, event_type, source, observed_at, trace_id, session_id, domain_tags, payload";

    /** The draft's own object around the payload's nesting; more would only fill memory. Other limits are the payload's. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(Limits.FORMAT.payloadNestingMax() + 1)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final byte[] line;
    private final JsonParser json;

    private Optional<EventId> id = Optional.empty();
    private Optional<EventType> type = Optional.empty();
    private EventSource source = EventSource.USER;
    private Optional<EventTime> observedAt = Optional.empty();
    private Optional<TraceId> traceId = Optional.empty();
    private Optional<SessionId> sessionId = Optional.empty();
    private DomainTags tags = DomainTags.NONE;
    private Optional<JsonText> payload = Optional.empty();

    private DraftParser(byte[] line, JsonParser json) {
        this.line = line;
        this.json = json;
    }

    /**
     * @throws InvalidEventException if the line is no draft; the message names the key, what is expected and what was
     *     found
     */
    static EventDraft parse(byte[] line) {
        requireUtf8(line);
        try (JsonParser json = FACTORY.createParser(line)) {
            return new DraftParser(line, json).draft();
        } catch (StreamConstraintsException tooDeep) {
            throw new InvalidEventException(
                    "payload",
                    "at most " + Limits.FORMAT.payloadNestingMax() + " arrays and objects inside one another",
                    "more");
        } catch (JsonProcessingException notJson) {
            throw new InvalidEventException(
                    "draft",
                    "one JSON object",
                    firstLine(notJson.getOriginalMessage()) + " at byte "
                            + Math.max(0, notJson.getLocation().getByteOffset()));
        } catch (IOException never) {
            throw new java.io.UncheckedIOException("reading from memory failed", never);
        }
    }

    private EventDraft draft() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidEventException("draft", "one JSON object", nameOf(json.currentToken()));
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            take(key);
        }
        if (json.nextToken() != null) {
            throw new InvalidEventException("draft", "nothing behind the object", nameOf(json.currentToken()));
        }
        return new EventDraft(
                id,
                type.orElseThrow(() -> missing("event_type")),
                source,
                observedAt,
                traceId,
                sessionId,
                tags,
                payload.orElseThrow(() -> missing("payload")));
    }

    private void take(String key) throws IOException {
        switch (key) {
            case "id" -> id = Optional.of(new EventId(text(key)));
            case "event_type" -> type = Optional.of(new EventType(text(key)));
            case "source" -> source = source();
            case "observed_at" -> observedAt = Optional.of(EventTime.parse(key, text(key)));
            case "trace_id" -> traceId = Optional.of(new TraceId(text(key)));
            case "session_id" -> sessionId = Optional.of(new SessionId(text(key)));
            case "domain_tags" -> tags = tags();
            case "payload" -> payload = Optional.of(verbatim());
            default -> throw new InvalidEventException("draft", "the keys " + KEYS, "the key " + quoted(key));
        }
    }

    private EventSource source() throws IOException {
        require(JsonToken.START_OBJECT, "source", "an object such as {\"type\":\"user\"}");
        Optional<String> sourceType = Optional.empty();
        Optional<String> name = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "type" -> sourceType = Optional.of(text("source.type"));
                case "name" -> name = Optional.of(text("source.name"));
                default -> throw new InvalidEventException("source", "the keys type, name", "the key " + quoted(key));
            }
        }
        return new EventSource(sourceType.orElseThrow(() -> missing("source.type")), name);
    }

    private DomainTags tags() throws IOException {
        require(JsonToken.START_ARRAY, "domain_tags", "an array of strings");
        List<String> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(text("domain_tags"));
            if (values.size() > DomainTags.COUNT_MAX) {
                throw new InvalidEventException("domain_tags", "at most " + DomainTags.COUNT_MAX + " tags", "more");
            }
        }
        return new DomainTags(values);
    }

    private JsonText verbatim() throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        if (json.currentToken().isStructStart()) {
            json.skipChildren();
        } else {
            json.finishToken();
        }
        int to = (int) json.currentLocation().getByteOffset();
        return JsonText.ofBytes(line, from, to);
    }

    private String text(String key) throws IOException {
        require(JsonToken.VALUE_STRING, key, "a string");
        return json.getText();
    }

    private void require(JsonToken wanted, String key, String expected) {
        if (json.currentToken() != wanted) {
            throw new InvalidEventException(key, expected, nameOf(json.currentToken()));
        }
    }

    private static InvalidEventException missing(String key) {
        return new InvalidEventException(key, "a value", "none");
    }

    private static void requireUtf8(byte[] line) {
        boolean ascii = true;
        for (byte b : line) {
            ascii &= b >= 0;
        }
        if (ascii) {
            return;
        }
        if (line.length >= 3 && (line[0] & 0xff) == 0xef && (line[1] & 0xff) == 0xbb && (line[2] & 0xff) == 0xbf) {
            throw new InvalidEventException("draft", "UTF-8 without a byte order mark", "a byte order mark");
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes);
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidEventException("draft", "UTF-8", "other bytes at byte " + bytes.position());
        }
    }

    private static String nameOf(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null (leave the key out where there is no value)";
            default -> "the end of something";
        };
    }

    private static String quoted(String key) {
        String shown = key.length() > 60 ? key.substring(0, 60) + "…" : key;
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("other text");
    }
}
