package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The recipe of the stores that are checked in beside the tests and read for ever: {@code store-1.db} and {@code store-2.db}
 * with the same events, and these events as lines. They are not made again; a later schema gets a file of its own.
 */
final class GoldenStores {
    static final String LINES = "events.jsonl";

    private GoldenStores() {}

    static String name(int schema) {
        return "store-" + schema + ".db";
    }

    /**
     * @param arguments the directory, which is there and has none of the files
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        List<SealedEvent> events = events();
        OldStores.make(directory.resolve(name(1)), StoreOptions.OWN);
        fill(Stores.at(directory.resolve(name(1))).openForUpgrade(), events);
        fill(Stores.at(directory.resolve(name(2))).create(Stores.ID), events);
        try (OutputStream lines = Files.newOutputStream(directory.resolve(LINES))) {
            for (SealedEvent event : events) {
                lines.write(event.toLine());
            }
        }
    }

    /** Two signed, two tagged, one of a transaction that did not happen. */
    private static List<SealedEvent> events() {
        SignedChain signed = SignedChain.ofLedger(0x5a);
        signed.signedBatch(TwinSigner.of(1), "known", "not known");
        List<SealedEvent> all = new ArrayList<>(signed.events());
        SeededEvents seeded = SeededEvents.of(1_862);
        all.addAll(seeded.seal(
                signed.head(),
                List.of(
                        seeded.drafted(EventDraft.of("tagged.v1", "1").withTags(DomainTags.of("red", "round"))),
                        seeded.drafted(EventDraft.of("tagged.v1", "2").withTags(DomainTags.of("round", "\"\\ü"))))));
        all.addAll(BoundEvents.behind(seeded, all.get(3).asHead(), 1));
        return all;
    }

    private static void fill(QueryStore store, List<SealedEvent> events) {
        try (store) {
            store.inTransaction(transaction -> {
                transaction.adopt(Stores.ledgerOf(List.of(events)));
                transaction.insert(events.subList(0, 4), new Attesting.By(event -> event.sequenceValue() == 1));
                transaction.insertVoid(events.subList(4, 5));
                transaction.moveTo(new LogPosition("at 5"), events.get(4).sequence());
                return transaction;
            });
        }
    }
}
