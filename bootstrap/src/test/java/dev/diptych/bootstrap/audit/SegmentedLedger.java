package dev.diptych.bootstrap.audit;

import dev.diptych.adapters.jsonl.JacksonPayloadReader;
import dev.diptych.adapters.jsonl.JsonlAdapter;
import dev.diptych.adapters.keys.Ed25519Verifier;
import dev.diptych.application.audit.ChainAuditor;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.AuditChain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A signed ledger of six short events in three files, real ones, of which a test changes one at a time. Signatures become
 * required with the second event, the key is rotated with the fourth, and the last two are one batch by the new key.
 */
final class SegmentedLedger {
    static final int EVENTS = 6;
    static final int ROTATION = 4;
    static final PayloadReader PAYLOADS = new JacksonPayloadReader(Limits.FORMAT);

    private static final TwinSigner WRITER = TwinSigner.of(1);
    private static final TwinSigner SECOND = TwinSigner.of(2);
    private static final int[] FIRST_OF_SEGMENT = {1, 3, 5};

    private final Path directory;
    private final SignedChain chain = SignedChain.ofLedger(7);
    private final SignatureVerifier verifier = new Remembering(new Ed25519Verifier());

    private SegmentedLedger(Path directory) {
        this.directory = directory;
        chain.signed(WRITER, "1");
        chain.keys(WRITER, new KeyEvent.SignaturesRequired(true));
        chain.signed(WRITER, "3");
        chain.keys(WRITER, new KeyEvent.Rotated(WRITER.publicKey().id(), SECOND.publicKey()));
        chain.signedBatch(SECOND, "5", "6");
    }

    static SegmentedLedger in(Path directory) throws IOException {
        SegmentedLedger ledger = new SegmentedLedger(directory);
        Files.createDirectories(ledger.log());
        for (int segment = 0; segment < segments(); segment++) {
            ledger.restore(segment);
        }
        return ledger;
    }

    Path directory() {
        return directory;
    }

    static int segments() {
        return FIRST_OF_SEGMENT.length;
    }

    /** The events of a segment. */
    List<SealedEvent> events(int segment) {
        int to = segment + 1 < segments() ? FIRST_OF_SEGMENT[segment + 1] - 1 : EVENTS;
        return chain.events().subList(FIRST_OF_SEGMENT[segment] - 1, to);
    }

    static String name(int segment) {
        String number = Integer.toString(FIRST_OF_SEGMENT[segment]);
        return "0".repeat(20 - number.length()) + number + ".jsonl";
    }

    /** The bytes that a segment has when nothing is wrong with it. */
    byte[] sound(int segment) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events(segment).forEach(event -> all.writeBytes(event.toLine()));
        return all.toByteArray();
    }

    void write(int segment, byte[] bytes) throws IOException {
        Files.write(log().resolve(name(segment)), bytes);
    }

    void restore(int segment) throws IOException {
        write(segment, sound(segment));
    }

    /** Fills a store that is made for it. */
    StoreProvider filled(StoreProvider provider) {
        try (QueryStore store = provider.create(new StoreId("0123456789abcdef".repeat(2)))) {
            store.inTransaction(transaction -> {
                transaction.adopt(chain.ledger());
                transaction.insert(chain.events());
                return EVENTS;
            });
        }
        return provider;
    }

    /** An audit of the files as they are then, beside a store. */
    AuditChain auditBeside(StoreProvider store) {
        LogProvider log = new JsonlAdapter().at(jsonl(), PAYLOADS);
        TrustedKeys trusted = new TrustedKeys(List.of(TrustedKey.always(WRITER.publicKey(), "writer", KeyUse.EVENTS)));
        return new ChainAuditor(log, store, PAYLOADS, () -> Optional.of(trusted), verifier);
    }

    private URI jsonl() {
        return URI.create("jsonl:" + log().toUri().getRawPath());
    }

    private Path log() {
        return directory.resolve("log");
    }

    /** The real judge, which is asked once for each signature: most audits meet the same ones. */
    private static final class Remembering implements SignatureVerifier {
        private final SignatureVerifier judge;
        private final Map<List<ByteBuffer>, Boolean> known = new ConcurrentHashMap<>();

        Remembering(SignatureVerifier judge) {
            this.judge = judge;
        }

        @Override
        public boolean verify(VerifyingKey key, byte[] message, EventSignature signature) {
            List<ByteBuffer> asked = List.of(
                    ByteBuffer.wrap(key.toBytes()), ByteBuffer.wrap(message), ByteBuffer.wrap(signature.toBytes()));
            return known.computeIfAbsent(asked, ignored -> judge.verify(key, message, signature));
        }
    }
}
