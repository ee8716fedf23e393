package dev.diptych.adapters.jsonl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.PayloadFlaw;
import dev.diptych.ports.driven.PayloadReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Strict JSON by Jackson's streaming parser, and what that parser lets pass: bytes are judged first by {@link
 * PayloadBytes} (encoding, byte order mark, half surrogate pairs), then by the parser (grammar, double keys, nesting, numbers).
 *
 * <p>A payload that holds a zero byte is refused before the parser sees it: it would take it for UTF-16 or UTF-32. The parser's
 * own limits are set so high that only ours refuse, and its defence against keys with equal hashes is off, because a
 * payload is at most as long as a line: it cannot hold enough of them to matter.
 *
 * <p>Safe for use by many threads.
 */
public final class JacksonPayloadReader implements PayloadReader {
    private final Limits limits;
    private final JsonFactory factory;

    /**
     * @param limits of which nesting and numbers are judged here
     */
    public JacksonPayloadReader(Limits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.payloadNestingMax())
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    @Override
    public Optional<PayloadFlaw> flawIn(byte[] bytes, int from, int to) {
        Optional<PayloadFlaw> flaw = PayloadBytes.flawIn(bytes, from, to);
        return flaw.isPresent() ? flaw : parsed(bytes, from, to);
    }

    private Optional<PayloadFlaw> parsed(byte[] bytes, int from, int to) {
        try (JsonParser parser = factory.createParser(bytes, from, to - from)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return Optional.of(new PayloadFlaw("no value", 0));
            }
            for (int depth = 0; ; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token.isNumeric() && parser.getTextLength() > limits.numberCharactersMax()) {
                    return Optional.of(new PayloadFlaw(
                            "a number of more than " + limits.numberCharactersMax() + " characters",
                            parser.currentTokenLocation().getByteOffset()));
                }
                if (depth == 0) {
                    break;
                }
            }
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(new PayloadFlaw(
                            "something behind the value",
                            parser.currentTokenLocation().getByteOffset()));
        } catch (JsonProcessingException refused) {
            return Optional.of(flaw(refused, to - from));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading bytes in memory failed", impossible);
        }
    }

    private PayloadFlaw flaw(JsonProcessingException refused, int length) {
        long at = refused.getLocation() == null ? 0 : refused.getLocation().getByteOffset();
        return new PayloadFlaw(reason(refused), Math.max(0, Math.min(at, length)));
    }

    private String reason(JsonProcessingException refused) {
        if (refused instanceof StreamConstraintsException) {
            return "arrays and objects nested deeper than " + limits.payloadNestingMax();
        }
        String original = String.valueOf(refused.getOriginalMessage());
        String doubled = "Duplicate field '";
        if (original.startsWith(doubled) && original.endsWith("'")) {
            return "the key \"" + shortened(original.substring(doubled.length(), original.length() - 1))
                    + "\" twice in one object";
        }
        return "a breach of the JSON grammar (" + shortened(original) + ")";
    }

    private static String shortened(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 160 ? visible : visible.substring(0, 160) + "…";
    }
}
