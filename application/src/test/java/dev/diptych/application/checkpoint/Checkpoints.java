package dev.diptych.application.checkpoint;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.MakeCheckpoint.Made;
import dev.diptych.ports.driving.MakeCheckpoint.NotMade;
import dev.diptych.ports.driving.MakeCheckpoint.Request;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.Progress;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ledgers with checkpoints, and what somebody with access to both copies does to them. */
public final class Checkpoints {
    public static final TwinSigner SIGNER = TwinSigner.of(11);

    private Checkpoints() {}

    /** A ledger of so many events, each a batch of its own, with a key that is trusted for checkpoints. */
    public static TwinLedger ledgerOf(int events) {
        TwinLedger ledger = TwinLedger.of(events);
        ledger.keys().trust(SIGNER, KeyUse.CHECKPOINTS);
        return ledger;
    }

    public static Made made(TwinLedger ledger) {
        return made(ledger, request());
    }

    public static Made made(TwinLedger ledger, Request request) {
        return ledger.application()
                .makeCheckpoint()
                .make(request, Progress.UNSEEN)
                .fold(made -> made, refused -> {
                    throw new AssertionError(refused.message());
                });
    }

    /** Why no checkpoint was made. */
    public static String refusal(TwinLedger ledger, Request request) {
        return ledger.application()
                .makeCheckpoint()
                .make(request, Progress.UNSEEN)
                .fold(
                        made -> {
                            throw new AssertionError("it was made: " + made.text());
                        },
                        NotMade::message);
    }

    public static Request request() {
        return new Request(SIGNER, Optional.empty(), Optional.empty());
    }

    public static Request behind(Made previous) {
        return behind(SIGNER, previous.text());
    }

    public static Request behind(EventSigner signer, String previous) {
        return new Request(signer, Optional.empty(), Optional.of(named(previous)));
    }

    public static NamedCheckpoint named(String text) {
        return new NamedCheckpoint("kept.txt:1", text);
    }

    public static void append(TwinLedger ledger, String... ids) {
        try (Mirror mirror = ledger.open()) {
            for (String id : ids) {
                ledger.append(mirror, id);
            }
        }
    }

    /** Cuts the log to its first events. */
    public static void cutLog(TwinLedger ledger, int events) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (int sequence = 1; sequence <= events; sequence++) {
            kept.writeBytes(ledger.inLog(sequence).toLine());
        }
        ledger.log().setBytes(kept.toByteArray());
    }

    /** Deletes the rows behind the first events. */
    public static void cutStore(TwinLedger ledger, int events, int of) {
        for (int sequence = of; sequence > events; sequence--) {
            ledger.store().deleteRow(sequence);
        }
    }

    /** Writes other events in the place of those from a sequence on, hashes and links recomputed. */
    public static List<SealedEvent> rewriteLog(TwinLedger ledger, int from, int through) {
        SeededEvents events = SeededEvents.of(99);
        ChainHead head = from == 1
                ? ChainHead.beforeFirst(new LedgerId(ledger.inLog(1).previousHash()))
                : ledger.inLog(from - 1).asHead();
        List<SealedEvent> others = new ArrayList<>();
        for (int sequence = from; sequence <= through; sequence++) {
            SealedEvent other = events.seal(head, List.of(events.drafted(TwinLedger.draft("other-" + sequence))))
                    .get(0);
            others.add(other);
            head = other.asHead();
        }
        cutLog(ledger, from - 1);
        others.forEach(other -> ledger.log().addBytes(other.toLine()));
        return others;
    }

    /** The same in both copies, so that they agree. */
    public static List<SealedEvent> rewriteBoth(TwinLedger ledger, int from, int through) {
        List<SealedEvent> others = rewriteLog(ledger, from, through);
        for (SealedEvent other : others) {
            ledger.store().deleteRow(other.sequenceValue());
        }
        others.forEach(ledger.store()::putRow);
        return others;
    }
}
