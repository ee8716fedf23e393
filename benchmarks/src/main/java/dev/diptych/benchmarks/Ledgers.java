package dev.diptych.benchmarks;

import dev.diptych.adapters.keys.AllowedSigners;
import dev.diptych.adapters.keys.Ed25519Signer;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.Mirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Ledgers in temporary directories, on the real adapters, with a trusted key; and events of the size that the budgets speak of. */
final class Ledgers {
    /** Brings a line to about 650 bytes. */
    private static final int PAYLOAD_BYTES = 130;

    private static final int LIST = 1_000;
    private static final EventSigner SIGNER = Ed25519Signer.ofSeed(new byte[Ed25519Signer.SEED_BYTES]);

    private Ledgers() {}

    /** The key that signs; the same in every run. */
    static EventSigner signer() {
        return SIGNER;
    }

    static EventDraft draft() {
        return EventDraft.of("order.placed.v1", "{\"order\":7,\"note\":\"" + "n".repeat(PAYLOAD_BYTES) + "\"}");
    }

    static List<EventDraft> drafts(int count) {
        List<EventDraft> drafts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drafts.add(draft());
        }
        return drafts;
    }

    /** A new directory. */
    static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("diptych-benchmark");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A ledger in the directory, where the key is trusted for events. */
    static Diptych in(Path directory) {
        try {
            Path trusted = directory.resolve("trusted");
            Files.writeString(
                    trusted,
                    AllowedSigners.line("benchmark@example.com", Set.of(KeyUse.EVENTS), SIGNER.publicKey()) + "\n");
            return Diptych.at(directory.resolve("ledger")).trusting(trusted);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Appends so many events, in lists. */
    static void fill(Diptych ledger, int events, boolean signed) {
        try (Mirror mirror = ledger.open()) {
            for (int left = events; left > 0; left -= LIST) {
                List<EventDraft> some = drafts(Math.min(left, LIST));
                if (signed) {
                    mirror.appendAllSigned(some, mirror.decide(), SIGNER);
                } else {
                    mirror.appendAll(some, mirror.decide());
                }
            }
        }
    }

    /** Removes a directory and all in it. */
    static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
