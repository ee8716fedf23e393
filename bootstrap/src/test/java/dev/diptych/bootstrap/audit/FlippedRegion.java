package dev.diptych.bootstrap.audit;

import dev.diptych.domain.finding.FindingKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a line, and what a changed byte in each may be called: as little as is true. */
enum FlippedRegion {
    /** What the format writes itself: names of keys, punctuation, and its version, of which no other was announced. */
    FRAME(FindingKind.UNDECODABLE),
    /** What the event hash covers: shape or hash is wrong. */
    ENVELOPE(FindingKind.UNDECODABLE, FindingKind.EVENT_HASH),
    /** The event hash itself. */
    EVENT_HASH(FindingKind.UNDECODABLE, FindingKind.EVENT_HASH),
    /** The signature, in no hash: it is none, or a bad one. */
    SIGNATURE(FindingKind.UNDECODABLE, FindingKind.BAD_SIGNATURE),
    /** The payload, which is judged by its hash before anything else. */
    PAYLOAD(FindingKind.PAYLOAD_HASH);

    private static final Pattern LINE = Pattern.compile(
            "\\{\"seq\":(?<e1>\\d+),\"batch\":(?<e2>\\d+),\"batch_end\":(?<e3>\\d+),\"id\":\"(?<e4>[^\"]*)\","
                    + "\"schema_version\":1,\"observed_at\":\"(?<e5>[^\"]*)\",\"recorded_at\":\"(?<e6>[^\"]*)\","
                    + "\"source\":\\{\"type\":\"(?<e7>[^\"]*)\"},\"event_type\":\"(?<e8>[^\"]*)\",\"domain_tags\":\\[],"
                    + "\"key_id\":\"(?<e9>[^\"]*)\",\"payload_hash\":\"(?<e10>[^\"]*)\","
                    + "\"prev_event_hash\":\"(?<e11>[^\"]*)\",\"event_hash\":\"(?<hash>[^\"]*)\","
                    + "\"signature\":\"(?<signature>[^\"]*)\",\"payload\":(?<payload>.*)}\n");
    private static final int ENVELOPE_VALUES = 11;

    private final Set<FindingKind> kinds;

    FlippedRegion(FindingKind first, FindingKind... more) {
        this.kinds = EnumSet.of(first, more);
    }

    /** What the line may be called when a byte of this region is another one, and no line end came or went. */
    Set<FindingKind> kinds() {
        return kinds;
    }

    /** The region of each byte of a line. */
    static FlippedRegion[] of(byte[] line) {
        Matcher parts = LINE.matcher(new String(line, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a line of this test");
        }
        FlippedRegion[] regions = new FlippedRegion[line.length];
        Arrays.fill(regions, FRAME);
        for (int value = 1; value <= ENVELOPE_VALUES; value++) {
            Arrays.fill(regions, parts.start("e" + value), parts.end("e" + value), ENVELOPE);
        }
        Arrays.fill(regions, parts.start("hash"), parts.end("hash"), EVENT_HASH);
        Arrays.fill(regions, parts.start("signature"), parts.end("signature"), SIGNATURE);
        Arrays.fill(regions, parts.start("payload"), parts.end("payload"), PAYLOAD);
        return regions;
    }
}
