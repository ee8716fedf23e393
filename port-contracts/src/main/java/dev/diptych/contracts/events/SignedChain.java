package dev.diptych.contracts.events;

import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.ports.driven.EventSigner;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A chain that a test seals event by event, signed by whom it likes, whether or not a mirror would let it. */
public final class SignedChain {
    private static final EventTime NOON = EventTime.parse("recorded_at", "2026-11-23T12:00:00Z");

    private final LedgerId ledger;
    private final List<SealedEvent> events = new ArrayList<>();
    private final EventSealer sealer = new EventSealer();
    private ChainHead head;
    private EventTime now = NOON;

    private SignedChain(LedgerId ledger, ChainHead head, List<SealedEvent> events) {
        this.ledger = ledger;
        this.head = head;
        this.events.addAll(events);
    }

    /** Of the ledger whose id is 32 times this byte. */
    public static SignedChain ofLedger(int idByte) {
        byte[] id = new byte[32];
        Arrays.fill(id, (byte) idByte);
        return new SignedChain(LedgerId.of(id), ChainHead.beforeFirst(LedgerId.of(id)), List.of());
    }

    /** Another chain with the same first events. */
    public SignedChain forkedBehind(int count) {
        List<SealedEvent> shared = events.subList(0, count);
        return new SignedChain(
                ledger,
                count == 0
                        ? ChainHead.beforeFirst(ledger)
                        : shared.get(count - 1).asHead(),
                shared);
    }

    /** From the next event on the sealer's clock says this. */
    public SignedChain at(String time) {
        now = EventTime.parse("recorded_at", time);
        return this;
    }

    /** An event that says so, signed. */
    public SealedEvent signed(EventSigner signer, String said) {
        return signedBatch(signer, said).get(0);
    }

    /** Events of one batch, signed. */
    public List<SealedEvent> signedBatch(EventSigner signer, String... said) {
        List<DraftedEvent> drafts = new ArrayList<>();
        for (String one : said) {
            drafts.add(drafted(noted(one), drafts.size(), Optional.of(signer)));
        }
        return add(drafts, Optional.of(signer));
    }

    /** An event that says so, signed by nobody. */
    public SealedEvent unsigned(String said) {
        return add(List.of(drafted(noted(said), 0, Optional.empty())), Optional.empty())
                .get(0);
    }

    /** An event about keys, signed. */
    public SealedEvent keys(EventSigner signer, KeyEvent event) {
        return keys(signer, event.type().value(), event.json());
    }

    /** An event of a type of the ledger's own, signed, whatever it says. */
    public SealedEvent keys(EventSigner signer, String type, String json) {
        return add(List.of(drafted(own(type, json), 0, Optional.of(signer))), Optional.of(signer))
                .get(0);
    }

    /** An event about keys, signed by nobody. */
    public SealedEvent unsignedKeys(KeyEvent event) {
        return add(List.of(drafted(own(event.type().value(), event.json()), 0, Optional.empty())), Optional.empty())
                .get(0);
    }

    public LedgerId ledger() {
        return ledger;
    }

    public ChainHead head() {
        return head;
    }

    /** The event at a sequence. */
    public SealedEvent event(int sequence) {
        return events.get(sequence - 1);
    }

    public List<SealedEvent> events() {
        return List.copyOf(events);
    }

    /** The lines of the events, one behind the other. */
    public byte[] toBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.forEach(event -> all.writeBytes(event.toLine()));
        return all.toByteArray();
    }

    private static EventDraft noted(String said) {
        return EventDraft.of("n.v1", "\"" + said + "\"");
    }

    private static EventDraft own(String type, String json) {
        return EventDraft.of(new EventType(type), JsonText.of(json));
    }

    private DraftedEvent drafted(EventDraft draft, int placeInBatch, Optional<EventSigner> signer) {
        EventId id = new EventId("e" + (events.size() + placeInBatch + 1));
        return new DraftedEvent(
                draft,
                id,
                Payload.read(draft.payload(), TwinPayloadReader.FORMAT),
                signer.map(key -> key.publicKey().id()));
    }

    private List<SealedEvent> add(List<DraftedEvent> drafts, Optional<EventSigner> signer) {
        List<SealedEvent> sealed = sealer.seal(
                drafts,
                head,
                now,
                ledger,
                lines -> lines.stream()
                        .map(line -> signer.orElseThrow().sign(line.message()))
                        .toList());
        events.addAll(sealed);
        head = sealed.get(sealed.size() - 1).asHead();
        return sealed;
    }
}
