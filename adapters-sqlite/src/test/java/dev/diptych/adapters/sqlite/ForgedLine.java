package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A sound line that no sealer of today writes: bound, or with a key and a signature. */
record ForgedLine(String envelope, String payload, String signature) {
    static ForgedLine of(SealedEvent event) {
        String line = new String(event.toLine(), StandardCharsets.UTF_8);
        int cut = line.indexOf(",\"event_hash\":");
        return new ForgedLine(line.substring(0, cut), event.payload().toString(), "");
    }

    ForgedLine after(String place, String more) {
        return new ForgedLine(envelope.replace(place, place + more), payload, signature);
    }

    ForgedLine signed(String text) {
        return new ForgedLine(envelope, payload, ",\"signature\":\"" + text + "\"");
    }

    /** As the only event of its batch, behind the event with this hash. */
    ForgedLine at(long sequence, EventHash previous) {
        String moved = envelope.replaceFirst(
                        "\"seq\":\\d+,\"batch\":\\d+,\"batch_end\":\\d+,\"id\":\"[^\"]*\"",
                        "\"seq\":" + sequence + ",\"batch\":" + sequence + ",\"batch_end\":" + sequence
                                + ",\"id\":\"special\"")
                .replaceFirst("\"prev_event_hash\":\"[0-9a-f]*\"", "\"prev_event_hash\":\"" + previous.hex() + "\"");
        return new ForgedLine(moved, payload, signature);
    }

    SealedEvent sound() {
        String line = envelope + ",\"event_hash\":\"" + hash() + "\"" + signature + ",\"payload\":" + payload + "}\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        LineVerdict verdict = new LineDecoder(Stores.PAYLOADS).decode(bytes, 0, bytes.length);
        if (verdict instanceof LineVerdict.WellFormed sound) {
            return sound.event();
        }
        throw new IllegalArgumentException(verdict + " of " + line);
    }

    private String hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("diptych.event.v1\n".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(envelope.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
