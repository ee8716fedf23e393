package dev.diptych.domain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.event.EventTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A transaction has at most 8 MiB of lines: to the byte. */
class BytesOfARunTest {
    private static final int LINE = 1_000_000;
    private static final List<SealedEvent> EVENTS = new ArrayList<>();

    /** Eight lines of 1,000,000 bytes, one that fills the run up, and one of the smallest size that is one byte too many. */
    @BeforeAll
    static void seal() {
        EventSealer sealer = new EventSealer();
        Sealing drafts = Sealing.ledger();
        ChainHead head = ChainHead.beforeFirst(Sealing.LEDGER);
        int left = BoundRun.BYTES_MAX - 8 * LINE;
        for (int length : new int[] {LINE, LINE, LINE, LINE, LINE, LINE, LINE, LINE, left}) {
            SealedEvent event = ofLength(sealer, drafts, head, length);
            EVENTS.add(event);
            head = event.asHead();
        }
        EVENTS.add(ofLength(sealer, drafts, EVENTS.get(EVENTS.size() - 2).asHead(), left + 1));
    }

    private static SealedEvent ofLength(EventSealer sealer, Sealing drafts, ChainHead head, int length) {
        EventTime at = EventTime.parse("recorded_at", "2026-11-23T10:00:00.200000Z");
        String type = "com.example.happened.v1";
        int without = sealer.seal(List.of(drafts.draft(type, "\"\"").bound()), head, at)
                .get(0)
                .lineLength();
        String payload = "\"" + "x".repeat(length - without - 8) + "\"";
        SealedEvent event = sealer.seal(List.of(drafts.draft(type, payload).bound()), head, at)
                .get(0);
        String fitted = "\"" + "x".repeat(length - without - 8 + length - event.lineLength()) + "\"";
        return sealer.seal(
                        List.of(new dev.diptych.domain.chain.DraftedEvent(
                                        drafts.draft(type, fitted).draft(),
                                        event.id(),
                                        drafts.draft(type, fitted).payload())
                                .bound()),
                        head,
                        at)
                .get(0);
    }

    @Test
    void a_run_of_8_mebibytes_is_one_and_of_one_byte_more_is_none() {
        List<SealedEvent> full = EVENTS.subList(0, 9);
        List<SealedEvent> over = new ArrayList<>(EVENTS.subList(0, 8));
        over.add(EVENTS.get(9));

        assertThat(full.stream().mapToLong(SealedEvent::lineLength).sum()).isEqualTo(BoundRun.BYTES_MAX);
        assertThat(new BoundRun(full).count()).isEqualTo(9);
        assertThatThrownBy(() -> new BoundRun(over))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 8388608 bytes, had 8388609");
    }

    @Test
    void a_walk_takes_the_last_byte_and_finds_a_run_malformed_that_has_one_more() {
        RunWalk full = RunWalk.fromStart();
        EVENTS.subList(0, 9).forEach(full::next);
        assertThat(full.undecided().orElseThrow().count()).isEqualTo(9);

        RunWalk over = RunWalk.fromStart();
        EVENTS.subList(0, 8).forEach(over::next);
        assertThat(over.next(EVENTS.get(9)))
                .isInstanceOfSatisfying(
                        RunVerdict.Malformed.class,
                        malformed -> assertThat(malformed.fault()).isEqualTo(RunFault.RUN_TOO_LONG));
        assertThat(over.undecided().orElseThrow().count()).isEqualTo(1);
    }
}
