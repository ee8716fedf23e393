package dev.diptych.contracts.events;

import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EnvelopeText;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Drafts and sealed batches from a seed: every optional key there and not there, text of every kind that an envelope
 * may hold, every shape of JSON, and now and then a value at its limit. The same seed gives the same events in the same
 * order.
 *
 * <p>{@link #fresh} takes a new seed for each process, or the one in the system property {@code diptych.seed}, and prints
 * it, so that a failure can be repeated. One thread at a time.
 */
public final class SeededEvents {
    /** The system property that sets the seed. */
    public static final String SEED_PROPERTY = "diptych.seed";

    private static final Instant FIRST = Instant.parse("2026-11-23T10:00:00Z");
    private static final String[] TYPES = {"user", "tool", "model", "service", "t_9"};

    private final long seed;
    private final Random random;
    private final SeededText text;
    private final SeededJson json;
    private final EventSealer sealer = new EventSealer();
    private long made;

    private SeededEvents(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.text = new SeededText(random);
        this.json = new SeededJson(random, text);
    }

    public static SeededEvents of(long seed) {
        return new SeededEvents(seed);
    }

    /** From the seed of this process: the one asked for on the command line, or a new one. It is printed once. */
    public static SeededEvents fresh() {
        return of(SeedOfProcess.SEED);
    }

    /** Drawn and printed when it is first needed, so that all tests of one run share one seed. */
    private static final class SeedOfProcess {
        static final long SEED = Long.getLong(SEED_PROPERTY, new Random().nextLong());

        static {
            System.out.println("seed " + SEED + " (repeat with -D" + SEED_PROPERTY + "=" + SEED + ")");
        }
    }

    public long seed() {
        return seed;
    }

    /** The randomness behind the events, for further choices of the test. */
    public Random random() {
        return random;
    }

    /** A ledger id of this seed; each call gives another. */
    public LedgerId ledgerId() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return LedgerId.of(bytes);
    }

    /** A draft. Its id, if it has one, is new. */
    public EventDraft draft() {
        EventDraft draft = EventDraft.of(type(), JsonText.of(json.spaced(json.payload())));
        draft = chance(0.5) ? draft.withId(id()) : draft;
        draft = chance(0.7) ? draft.withSource(source()) : draft;
        draft = chance(0.7) ? draft.withObservedAt(time()) : draft;
        draft = chance(0.5) ? draft.withTraceId(new TraceId(text.envelope(EnvelopeText.CODE_POINTS_MAX))) : draft;
        draft = chance(0.5) ? draft.withSessionId(new SessionId(text.envelope(EnvelopeText.CODE_POINTS_MAX))) : draft;
        return chance(0.6) ? draft.withTags(tags()) : draft;
    }

    /** A draft that is fit to be sealed. */
    public DraftedEvent drafted() {
        return drafted(draft());
    }

    /** The draft, read, with an id of this seed where it has none. */
    public DraftedEvent drafted(EventDraft draft) {
        EventId id = draft.id().orElseGet(this::id);
        return new DraftedEvent(draft, id, Payload.read(draft.payload(), TwinPayloadReader.FORMAT));
    }

    /** The next batch behind {@code head}, of 1 to {@code countMax} events. */
    public List<SealedEvent> batch(ChainHead head, int countMax) {
        return batchOf(head, 1 + random.nextInt(countMax));
    }

    /** The next batch behind {@code head}, of exactly {@code count} events. */
    public List<SealedEvent> batchOf(ChainHead head, int count) {
        List<DraftedEvent> drafts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drafts.add(drafted());
        }
        return seal(head, drafts);
    }

    /** These drafts as one batch behind {@code head}. */
    public List<SealedEvent> seal(ChainHead head, List<DraftedEvent> drafts) {
        return sealer.seal(drafts, head, EventTime.of(FIRST.plusMillis(made)));
    }

    /** A chain in batches of 1 to {@code batchMax} events, {@code count} events together. */
    public List<List<SealedEvent>> chain(LedgerId ledger, int count, int batchMax) {
        List<List<SealedEvent>> batches = new ArrayList<>();
        ChainHead head = ChainHead.beforeFirst(ledger);
        for (int left = count; left > 0; ) {
            List<SealedEvent> batch = batchOf(head, Math.min(left, 1 + random.nextInt(batchMax)));
            batches.add(batch);
            left -= batch.size();
            head = batch.get(batch.size() - 1).asHead();
        }
        return batches;
    }

    /** A draft whose line has exactly as many bytes as a line may have, when it is sealed alone behind {@code head}. */
    public DraftedEvent longest(ChainHead head) {
        EventId id = id();
        int frame = seal(head, List.of(filled(id, 0))).get(0).lineLength();
        return filled(id, Limits.FORMAT.lineBytesMax() - frame);
    }

    private DraftedEvent filled(EventId id, int payloadCharacters) {
        return drafted(EventDraft.of("com.example.filled.v1", "\"" + "x".repeat(payloadCharacters) + "\"")
                .withId(id));
    }

    private EventId id() {
        made++;
        String unique = "e" + Long.toString(made, 36) + "." + Long.toHexString(seed);
        if (chance(0.05)) {
            return new EventId(unique + "-".repeat(EventId.CHARACTERS_MAX - unique.length()));
        }
        return new EventId(chance(0.5) ? unique : unique + ":A_z-0.9");
    }

    private EventType type() {
        if (chance(0.02)) {
            String end = ".v1";
            return new EventType("a".repeat(EventType.CHARACTERS_MAX - end.length()) + end);
        }
        String[] names = {"order_placed", "com.example.paid", "x", "a.b.c.d_9", "9._"};
        return new EventType(names[random.nextInt(names.length)] + ".v" + (1 + random.nextInt(30)));
    }

    private EventSource source() {
        String type = chance(0.03) ? "a".repeat(64) : TYPES[random.nextInt(TYPES.length)];
        return chance(0.5)
                ? EventSource.of(type)
                : EventSource.named(type, text.envelope(EnvelopeText.CODE_POINTS_MAX));
    }

    private EventTime time() {
        return switch (random.nextInt(12)) {
            case 0 -> EventTime.parse("observed_at", "0000-01-01T00:00:00Z");
            case 1 -> EventTime.parse("observed_at", "9999-12-31T23:59:59.999999Z");
            case 2 -> EventTime.parse("observed_at", "2024-02-29T23:59:59.5+14:00");
            default -> EventTime.of(FIRST.plusNanos(random.nextInt() * 1_000_003L));
        };
    }

    private DomainTags tags() {
        int count = chance(0.05) ? DomainTags.COUNT_MAX : 1 + random.nextInt(4);
        Set<String> tags = new LinkedHashSet<>();
        while (tags.size() < count) {
            tags.add(text.envelope(EnvelopeText.TAG_CODE_POINTS_MAX));
        }
        return new DomainTags(List.copyOf(tags));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
