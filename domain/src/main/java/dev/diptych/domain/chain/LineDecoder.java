package dev.diptych.domain.chain;

import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.event.PayloadFlaw;
import dev.diptych.domain.event.PayloadSyntax;
import java.util.Arrays;
import java.util.Optional;

/**
 * Judges one line alone. A line yields one verdict, the first that fits of: undecodable (its shape), another version,
 * envelope differs (event hash), payload differs (payload hash), undecodable (the payload is not minified strict JSON),
 * well-formed.
 *
 * <p>One thread at a time; reuse one decoder for many lines.
 */
public final class LineDecoder {
    private final ChainDigest digest = new ChainDigest();
    private final LineParser parser = new LineParser();
    private final PayloadSyntax syntax;

    /**
     * @param syntax the judge of payloads, with the limits of the format
     */
    public LineDecoder(PayloadSyntax syntax) {
        this.syntax = syntax;
    }

    /**
     * Judges the bytes from {@code from} up to, not including, {@code to}; a whole line has its LF last. The bytes are
     * copied when they make an event.
     */
    public LineVerdict decode(byte[] bytes, int from, int to) {
        return decodeOwned(Arrays.copyOfRange(bytes, from, to));
    }

    /** Like {@link #decode}, but takes the array over: nobody may change it afterwards. */
    public LineVerdict decodeOwned(byte[] line) {
        if (line.length > Limits.FORMAT.lineBytesMax()) {
            return undecodable(
                    line, "at most " + Limits.FORMAT.lineBytesMax() + " bytes", Limits.FORMAT.lineBytesMax());
        }
        if (line.length == 0 || line[line.length - 1] != '\n') {
            return undecodable(line, "LF at the end of the line", line.length);
        }
        LineLayout layout = new LineLayout();
        LineParser.Reach reach = parser.parse(line, line.length, layout);
        return switch (reach) {
            case NOTHING -> new LineVerdict.Undecodable(Optional.empty(), parser.expected(), parser.failedAt());
            case FIRST_PART ->
                new LineVerdict.Undecodable(Optional.of(claimed(layout)), parser.expected(), parser.failedAt());
            case OTHER_VERSION -> new LineVerdict.OtherVersion(claimed(layout), parser.version());
            case WHOLE -> judgeHashes(line, layout);
        };
    }

    private LineVerdict judgeHashes(byte[] line, LineLayout layout) {
        byte[] hash = digest.ofEnvelope(line, 0, layout.envelopeTo);
        if (!Hex.spells(hash, line, layout.eventHashAt)) {
            return new LineVerdict.EnvelopeDiffers(
                    claimed(layout), EventHash.readHex(line, layout.eventHashAt), EventHash.of(hash));
        }
        byte[] payloadHash = digest.ofPayload(line, layout.payloadFrom, layout.payloadTo);
        if (!Hex.spells(payloadHash, line, layout.payloadHashAt)) {
            return new LineVerdict.PayloadDiffers(
                    layout.sequence,
                    new BatchRange(layout.batchFirst, layout.batchLast),
                    EventHash.readHex(line, layout.previousHashAt),
                    EventHash.readHex(line, layout.eventHashAt),
                    EventHash.readHex(line, layout.payloadHashAt),
                    EventHash.of(payloadHash));
        }
        return judgePayload(line, layout);
    }

    private LineVerdict judgePayload(byte[] line, LineLayout layout) {
        Optional<PayloadFlaw> flaw = syntax.flawIn(line, layout.payloadFrom, layout.payloadTo);
        if (flaw.isPresent()) {
            int at = layout.payloadFrom + (int) flaw.get().offset();
            return new LineVerdict.Undecodable(
                    Optional.of(claimed(layout)),
                    "a payload without " + flaw.get().reason(),
                    at);
        }
        if (!Payload.isMinified(line, layout.payloadFrom, layout.payloadTo)) {
            return new LineVerdict.Undecodable(
                    Optional.of(claimed(layout)), "a payload without white space between tokens", layout.payloadFrom);
        }
        return new LineVerdict.WellFormed(new SealedEvent(line, layout));
    }

    private LineVerdict undecodable(byte[] line, String expected, int at) {
        LineLayout layout = new LineLayout();
        boolean readable = parser.parse(line, line.length, layout) != LineParser.Reach.NOTHING;
        return new LineVerdict.Undecodable(readable ? Optional.of(claimed(layout)) : Optional.empty(), expected, at);
    }

    private static LineVerdict.FirstPart claimed(LineLayout layout) {
        return new LineVerdict.FirstPart(layout.sequence, layout.batchFirst);
    }
}
