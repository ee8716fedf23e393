package dev.diptych.domain.chain;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Drafts from a seed, of every shape that an event may have. */
final class RandomDrafts {
    private static final long FIRST_SECOND =
            Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final String[] PAYLOADS = {
        "null",
        "true",
        "-0",
        "1E5",
        "1.0",
        "\"\"",
        "[]",
        "{}",
        "{\"a\":[1,2,{\"b\":\"\\u00e9\\/\"}]}",
        "\"\\\"\\\\ x\"",
        "\"\u20ac\uD83D\uDE00\""
    };

    private RandomDrafts() {}

    static DraftedEvent draft(Random random, String id) {
        EventDraft draft =
                EventDraft.of("com.example.t" + random.nextInt(100) + ".v" + (1 + random.nextInt(99)), payload(random));
        if (random.nextBoolean()) {
            draft = draft.withSource(EventSource.named("s" + random.nextInt(9) + "_x", text(random, 128)));
        }
        if (random.nextBoolean()) {
            long second = FIRST_SECOND + (long) (random.nextDouble() * (LAST_SECOND - FIRST_SECOND));
            draft = draft.withObservedAt(EventTime.of(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000))));
        }
        if (random.nextBoolean()) {
            draft = draft.withTraceId(new TraceId(text(random, 128)));
        }
        if (random.nextBoolean()) {
            draft = draft.withSessionId(new SessionId(text(random, 128)));
        }
        if (random.nextBoolean()) {
            Set<String> tags = new LinkedHashSet<>();
            for (int i = random.nextInt(33); i > 0; i--) {
                tags.add(text(random, 64));
            }
            draft = draft.withTags(DomainTags.of(tags.toArray(String[]::new)));
        }
        return Sealing.drafted(draft, id);
    }

    private static String payload(Random random) {
        String payload = PAYLOADS[random.nextInt(PAYLOADS.length)];
        return random.nextInt(3) == 0 ? " [ " + payload + " ,\n" + payload + "\t]\r" : payload;
    }

    private static String text(Random random, int pointsMax) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(random.nextInt(4) == 0 ? pointsMax : 6); i > 0; i--) {
            text.appendCodePoint(point(random));
        }
        return text.toString();
    }

    private static int point(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextBoolean() ? '"' : '\\';
            case 1 -> 0x80 + random.nextInt(0x780);
            case 2 -> random.nextBoolean() ? 0x800 + random.nextInt(0xd000) : 0xe000 + random.nextInt(0x2000);
            case 3 -> 0x10000 + random.nextInt(0x100000);
            default -> 0x20 + random.nextInt(0x5f);
        };
    }
}
