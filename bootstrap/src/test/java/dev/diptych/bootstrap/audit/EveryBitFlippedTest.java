package dev.diptych.bootstrap.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.adapters.sqlite.SqliteAdapter;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.AuditChain;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every bit of every byte of a signed log in three files, flipped, one at a time: each is reported, at its line, as something
 * that it can be, and never by an exception.
 */
class EveryBitFlippedTest {
    private static final long SEED = Long.getLong("diptych.seed", 20_261_123L);

    /** What else may be found when one line became two, or two became one, so that those behind are miscounted. */
    private static final Set<FindingKind> MISCOUNTED = EnumSet.of(
            FindingKind.UNDECODABLE,
            FindingKind.GAP,
            FindingKind.BATCH,
            FindingKind.SEGMENT_NAME,
            FindingKind.TRUNCATED);

    @TempDir
    Path folder;

    private SegmentedLedger ledger;

    @BeforeEach
    void make_the_ledger() throws IOException {
        ledger = SegmentedLedger.in(folder);
    }

    @Test
    void is_clean_before_anything_is_flipped() {
        assertThat(alone(ledger).audit(AuditRequest.full()).isClean()).isTrue();
        assertThat(besideStore(ledger).audit(AuditRequest.full()).isClean()).isTrue();
        assertThat(besideDatabase(ledger).audit(AuditRequest.full()).isClean()).isTrue();
    }

    @Test
    void is_reported_in_the_log_alone() {
        flipEveryBit(EveryBitFlippedTest::alone, "log alone", 1);
    }

    @Test
    void is_reported_beside_a_store() {
        flipEveryBit(EveryBitFlippedTest::besideStore, "log beside a store", 1);
    }

    @Test
    void is_reported_beside_a_database() {
        flipEveryBit(EveryBitFlippedTest::besideDatabase, "log beside a database", 61);
    }

    /**
     * Flips every bit of which the number, counted through its segment, is a multiple of {@code every}; the segments side by
     * side, each in a ledger of its own.
     */
    private void flipEveryBit(Function<SegmentedLedger, AuditChain> beginning, String where, int every) {
        long flips = IntStream.range(0, SegmentedLedger.segments())
                .parallel()
                .mapToLong(segment -> flipEveryBit(beginning, segment, every))
                .sum();
        assertThat(flips).isGreaterThan(8L * 500 * SegmentedLedger.EVENTS / every);
        System.out.println(where + ": " + flips + " bits flipped one at a time, all of them reported");
    }

    private long flipEveryBit(Function<SegmentedLedger, AuditChain> beginning, int segment, int every) {
        try {
            SegmentedLedger ledger = SegmentedLedger.in(folder.resolve("segment" + segment));
            AuditChain audit = beginning.apply(ledger);
            long bits = 0;
            int lineFrom = 0;
            for (SealedEvent event : ledger.events(segment)) {
                FlippedRegion[] regions = FlippedRegion.of(event.toLine());
                for (int bit = 0; bit < 8 * regions.length; bit++) {
                    if (bits++ % every == 0) {
                        Flip flip = new Flip(segment, lineFrom, event, bit / 8, bit % 8, regions[bit / 8]);
                        requireReported(ledger, flip, audit);
                    }
                }
                lineFrom += event.lineLength();
            }
            return (bits + every - 1) / every;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * One bit.
     *
     * @param lineFrom where the event's line begins in its segment
     * @param at which byte of the line
     */
    private record Flip(int segment, int lineFrom, SealedEvent event, int at, int bit, FlippedRegion region) {
        byte[] in(byte[] sound) {
            byte[] bytes = sound.clone();
            bytes[lineFrom + at] ^= (byte) (1 << bit);
            return bytes;
        }

        /** Whether a line end came or went. */
        boolean miscounts() {
            return losesTheLineEnd() || (byte) (event.toLine()[at] ^ 1 << bit) == '\n';
        }

        boolean losesTheLineEnd() {
            return event.toLine()[at] == '\n';
        }

        /** A line that runs on into the next one keeps its envelope, and has another payload. */
        Set<FindingKind> kinds() {
            if (losesTheLineEnd()) {
                return EnumSet.of(FindingKind.UNDECODABLE, FindingKind.PAYLOAD_HASH);
            }
            return miscounts() ? EnumSet.of(FindingKind.UNDECODABLE) : region.kinds();
        }

        /** Whether it takes the line of the rotation with it, so that nobody can know the key behind. */
        boolean losesTheRotation() {
            return event.sequenceValue() == SegmentedLedger.ROTATION
                    || event.sequenceValue() == SegmentedLedger.ROTATION - 1 && miscounts();
        }
    }

    private static void requireReported(SegmentedLedger ledger, Flip flip, AuditChain audit) throws IOException {
        ledger.write(flip.segment(), flip.in(ledger.sound(flip.segment())));

        AuditReport report = audit.audit(AuditRequest.full());

        assertThat(report.isClean()).as("%s", flip).isFalse();
        assertThat(report.mark()).as("%s", flip).isEmpty();
        Finding first = report.findings().get(0);
        Place place = first.place().orElseThrow();
        assertThat(place.segment()).as("%s: %s", flip, first).isEqualTo(SegmentedLedger.name(flip.segment()));
        assertThat(place.offset()).as("%s: %s", flip, first).isEqualTo(flip.lineFrom());
        assertThat(flip.kinds()).as("%s: %s", flip, first).contains(first.kind());
        for (Finding other : report.findings().subList(1, report.findings().size())) {
            boolean isMiscount = flip.miscounts() && MISCOUNTED.contains(other.kind());
            boolean isKeyLost = flip.losesTheRotation()
                    && other.kind() == FindingKind.UNKNOWN_KEY
                    && other.sequence().orElseThrow() > SegmentedLedger.ROTATION;
            assertThat(isMiscount || isKeyLost)
                    .as("%s: %s behind %s", flip, other, first)
                    .isTrue();
        }
    }

    @Test
    void a_byte_taken_away_anywhere_is_reported() throws IOException {
        System.out.println("diptych.seed=" + SEED);
        Random random = new Random(SEED);
        for (AuditChain audit : List.of(alone(ledger), besideStore(ledger))) {
            for (int segment = 0; segment < SegmentedLedger.segments(); segment++) {
                byte[] sound = ledger.sound(segment);
                for (int at = sound.length - 1; at >= 0; at -= 1 + random.nextInt(4)) {
                    byte[] shorter = new byte[sound.length - 1];
                    System.arraycopy(sound, 0, shorter, 0, at);
                    System.arraycopy(sound, at + 1, shorter, at, shorter.length - at);
                    ledger.write(segment, shorter);

                    requireDamage(audit, "byte " + at + " of " + SegmentedLedger.name(segment) + " taken away", false);
                }
                ledger.restore(segment);
            }
        }
    }

    @Test
    void a_byte_put_in_anywhere_is_reported() throws IOException {
        System.out.println("diptych.seed=" + SEED);
        Random random = new Random(SEED);
        for (AuditChain audit : List.of(alone(ledger), besideStore(ledger))) {
            for (int segment = 0; segment < SegmentedLedger.segments(); segment++) {
                byte[] sound = ledger.sound(segment);
                for (int at = sound.length; at >= 0; at -= 1 + random.nextInt(4)) {
                    byte[] longer = new byte[sound.length + 1];
                    System.arraycopy(sound, 0, longer, 0, at);
                    longer[at] = (byte) random.nextInt(256);
                    System.arraycopy(sound, at, longer, at + 1, sound.length - at);
                    ledger.write(segment, longer);
                    // Behind the last line, where the store vouches that nothing was acknowledged, it is a torn tail.
                    boolean isBehind = segment == SegmentedLedger.segments() - 1 && at == sound.length;

                    requireDamage(
                            audit,
                            "byte " + longer[at] + " put in at " + at + " of " + SegmentedLedger.name(segment),
                            isBehind);
                }
                ledger.restore(segment);
            }
        }
    }

    private static void requireDamage(AuditChain audit, String what, boolean mayBeTorn) {
        AuditReport report = audit.audit(AuditRequest.full());
        List<FindingKind> kinds =
                new ArrayList<>(report.findings().stream().map(Finding::kind).toList());
        assertThat(report.isClean()).as(what).isFalse();
        assertThat(kinds).as(what).isNotEmpty().doesNotContain(FindingKind.UNKNOWN_VERSION);
        if (!mayBeTorn) {
            assertThat(kinds).as(what).doesNotContain(FindingKind.TORN_TAIL);
        }
    }

    private static AuditChain alone(SegmentedLedger ledger) {
        return ledger.auditBeside(TwinStoreDisk.empty().provider());
    }

    private static AuditChain besideStore(SegmentedLedger ledger) {
        return ledger.auditBeside(ledger.filled(TwinStoreDisk.empty().provider()));
    }

    private static AuditChain besideDatabase(SegmentedLedger ledger) {
        URI place = URI.create(
                "sqlite:" + ledger.directory().resolve("store.db").toUri().getRawPath());
        StoreProvider store = new SqliteAdapter().at(place, SegmentedLedger.PAYLOADS, StoreOptions.OWN);
        return ledger.auditBeside(ledger.filled(store));
    }
}
