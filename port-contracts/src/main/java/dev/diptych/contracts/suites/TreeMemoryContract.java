package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.TreeMemory.Grown;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link TreeMemory}: a hint that is whole or not there, and that nobody's growing on changes. */
public abstract class TreeMemoryContract {
    /** A memory of a ledger of which nothing was remembered yet. */
    protected abstract TreeMemory memory();

    /** The memory last made, as another process finds it. */
    protected abstract TreeMemory reopened();

    /** Makes what the memory last made holds impossible to understand. */
    protected abstract void spoil();

    @Test
    void recalls_nothing_before_something_was_remembered_and_then_what_was_last() {
        TreeMemory memory = memory();
        assertThat(memory.recall()).isEmpty();

        memory.remember(grown(5));
        memory.remember(grown(12));

        assertThatIs(memory.recall(), grown(12));
    }

    @Test
    void what_was_remembered_is_there_for_the_next_process() {
        memory().remember(grown(1024));

        assertThatIs(reopened().recall(), grown(1024));
    }

    @Test
    void remembers_the_first_event_before_which_there_is_no_tree() {
        TreeMemory memory = memory();

        memory.remember(grown(1));

        assertThatIs(memory.recall(), grown(1));
    }

    @Test
    void growing_a_tree_on_changes_nothing_of_what_is_remembered() {
        TreeMemory memory = memory();
        Grown grown = grown(6);
        memory.remember(grown);

        grown.before().add(event(7));
        memory.recall().ifPresent(recalled -> recalled.before().add(event(8)));

        assertThatIs(memory.recall(), grown(6));
    }

    @Test
    void what_cannot_be_understood_is_nothing_and_gives_way_to_what_can() {
        TreeMemory memory = memory();
        memory.remember(grown(3));
        assertThatIs(memory.recall(), grown(3));
        spoil();

        assertThat(memory.recall()).isEmpty();
        memory.remember(grown(4));
        assertThatIs(reopened().recall(), grown(4));
    }

    /** A tree of so many events. */
    private static Grown grown(long events) {
        MerkleFrontier tree = MerkleFrontier.empty();
        for (long i = 1; i < events; i++) {
            tree.add(event(i));
        }
        return new Grown(new ChainHead(Sequence.of(events), event(events)), tree);
    }

    private static EventHash event(long number) {
        byte[] bytes = new byte[EventHash.BYTES];
        Arrays.fill(bytes, (byte) number);
        return EventHash.of(bytes);
    }

    private static void assertThatIs(Optional<Grown> recalled, Grown expected) {
        assertThat(recalled).isPresent();
        assertThat(recalled.get().head()).isEqualTo(expected.head());
        assertThat(recalled.get().before().subtrees())
                .isEqualTo(expected.before().subtrees());
        assertThat(recalled.get().whole().root()).isEqualTo(expected.whole().root());
    }
}
