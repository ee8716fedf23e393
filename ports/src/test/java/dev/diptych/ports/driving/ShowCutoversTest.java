package dev.diptych.ports.driving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.ports.driving.ShowCutovers.Boundary;
import dev.diptych.ports.driving.ShowCutovers.History;
import dev.diptych.ports.driving.ShowCutovers.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShowCutoversTest {
    private static final EventHash HASH = EventHash.parse("0f".repeat(32));

    @Test
    void authority_has_moved_past_a_store_of_an_earlier_epoch() {
        Boundary second = boundary(9, 3, Outcome.COMMITTED);

        assertThat(history(2, boundary(5, 2, Outcome.COMMITTED), second).movedPastStore())
                .contains(second);
        assertThat(history(3, boundary(5, 2, Outcome.COMMITTED), second).movedPastStore())
                .isEmpty();
    }

    @Test
    void a_boundary_that_is_void_or_undecided_moves_nothing() {
        assertThat(history(2, boundary(5, 2, Outcome.COMMITTED), boundary(9, 3, Outcome.ABORTED))
                        .movedPastStore())
                .isEmpty();
        assertThat(history(2, boundary(5, 2, Outcome.COMMITTED), boundary(9, 3, Outcome.UNDECIDED))
                        .movedPastStore())
                .isEmpty();
    }

    @Test
    void authority_has_not_moved_past_a_store_that_is_being_made_or_is_not_there() {
        Boundary boundary = boundary(5, 2, Outcome.COMMITTED);

        assertThat(history(0, boundary).movedPastStore()).isEmpty();
        assertThat(new History(Optional.empty(), List.of(boundary)).movedPastStore())
                .isEmpty();
    }

    @Test
    void what_a_newer_program_wrote_says_nothing_of_epochs() {
        BoundaryEvent unknown = BoundaryEvent.read(StoreCutover.TYPE, "{}");

        assertThat(history(1, boundary(5, unknown, Outcome.COMMITTED)).movedPastStore())
                .isEmpty();
    }

    private static History history(long epoch, Boundary... boundaries) {
        return new History(Optional.of(epoch), List.of(boundaries));
    }

    private static Boundary boundary(long at, long epoch, Outcome outcome) {
        ChainHead before = new ChainHead(Sequence.of(at - 1), HASH);
        return boundary(at, new StoreCutover("a".repeat(32), "b".repeat(32), epoch, before), outcome);
    }

    private static Boundary boundary(long at, BoundaryEvent says, Outcome outcome) {
        AppendReceipt receipt = new AppendReceipt(Sequence.of(at), new EventId("e-" + at), HASH);
        return new Boundary(receipt, EventTime.of(Instant.parse("2026-01-01T00:00:00Z")), says, outcome);
    }
}
