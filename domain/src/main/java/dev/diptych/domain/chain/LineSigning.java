package dev.diptych.domain.chain;

import dev.diptych.domain.signature.EventSignature;
import dev.diptych.domain.signature.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Signs the events of one batch, once their hashes are chained and before a line is written. */
@FunctionalInterface
public interface LineSigning {
    /** Whoever has no key. */
    LineSigning NOBODY = lines -> {
        throw new IllegalStateException(
                "an event is to be signed by " + lines.get(0).key() + ", and nobody can");
    };

    /**
     * Signs all, or throws what kept it from that: the batch is then not sealed.
     *
     * @param lines one or more, which may be signed in any order and side by side
     * @return the signatures, in the order of the lines
     */
    List<EventSignature> sign(List<Line> lines);

    /**
     * A line that waits for its signature.
     *
     * @param key who is to sign it
     * @param message what is signed, by {@link #message}
     */
    record Line(KeyId key, byte[] message) {}

    /**
     * What the signature of an event is over: a prefix that tells it from everything else that a key may sign, the ledger,
     * so that the signature is worth nothing in another one, and the event hash, which covers all the rest.
     */
    static byte[] message(LedgerId ledger, EventHash hash) {
        byte[] prefix = "diptych.signature.v1\n".getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[prefix.length + 2 * EventHash.BYTES];
        System.arraycopy(prefix, 0, message, 0, prefix.length);
        System.arraycopy(ledger.toBytes(), 0, message, prefix.length, EventHash.BYTES);
        System.arraycopy(hash.toBytes(), 0, message, prefix.length + EventHash.BYTES, EventHash.BYTES);
        return message;
    }
}
