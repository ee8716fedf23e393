package dev.diptych.domain.cutover;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.util.Optional;

/** How the payloads of boundaries are spelled. */
final class Spelling {
    static final String NUMBER = "([1-9][0-9]{0,15})";
    static final String HASH = "([0-9a-f]{64})";
    static final String HEAD = "\"head_seq\":" + NUMBER + ",\"head_hash\":\"" + HASH + "\"";
    static final String TEXT = "\"((?:[^\"\\\\]|\\\\[\"\\\\]){1,400})\"";

    private Spelling() {}

    static String head(ChainHead head) {
        return "\"head_seq\":" + head.sequence() + ",\"head_hash\":\""
                + head.hash().hex() + "\"";
    }

    static Optional<ChainHead> head(String sequence, String hash) {
        long value = Long.parseLong(sequence);
        return value > Sequence.VALUE_MAX
                ? Optional.empty()
                : Optional.of(new ChainHead(new Sequence(value), EventHash.parse(hash)));
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String unquoted(String text) {
        return text.replaceAll("\\\\([\"\\\\])", "$1");
    }

    static String requireText(String field, String text, int charactersMax) {
        if (text.isBlank()
                || text.length() > charactersMax
                || text.chars().anyMatch(c -> c < 0x20 || c == 0x7f || Character.isSurrogate((char) c))) {
            throw new IllegalArgumentException(field + " must have 1 to " + charactersMax
                    + " characters, not only blanks, and no control characters or surrogates");
        }
        return text;
    }

    static long requireEpoch(long epoch) {
        if (epoch < 2) {
            throw new IllegalArgumentException("the epoch behind a boundary must be 2 or more, was " + epoch);
        }
        return epoch;
    }
}
