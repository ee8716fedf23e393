package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link StoreCopies}: what was committed when it began, whole, and a store of its own from then on. */
public abstract class StoreCopiesContract {
    private static final StoreId ID = new StoreId("0123456789abcdef0123456789abcdef");

    private final SeededEvents seeded = SeededEvents.of(12);
    private final List<SealedEvent> events =
            seeded.chain(seeded.ledgerId(), 3, 1).stream().flatMap(List::stream).toList();

    /** A place without a store yet, on a medium of its own. */
    protected abstract StoreProvider source();

    /** Copies of the store at the place last made. */
    protected abstract StoreCopies copies();

    /** A directory on the medium last made, in which nothing is. */
    protected abstract Path emptyDirectory();

    @Test
    void a_copy_beside_a_writer_has_what_was_committed_and_the_same_identity() {
        try (QueryStore store = source().create(ID)) {
            insert(store, events.subList(0, 2));
            Path directory = emptyDirectory();

            copies().copyTo(directory);
            insert(store, events.subList(2, 3));

            try (StoreReader copy = copies().in(directory).openForReading()) {
                assertThat(copy.identity().storeId()).isEqualTo(ID);
                assertThat(copy.highestSequence()).isEqualTo(Sequence.of(2));
                assertThat(copy.head()).contains(events.get(1).asHead());
                assertThat(copy.position()).isPresent();
            }
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
        }
    }

    @Test
    void a_copy_is_written_without_changing_what_it_was_made_of() {
        Path directory;
        try (QueryStore store = source().create(ID)) {
            insert(store, events.subList(0, 1));
            directory = emptyDirectory();
            copies().copyTo(directory);

            try (QueryStore copy = copies().in(directory).openForWriting()) {
                insert(copy, events.subList(1, 3));
                assertThat(copy.highestSequence()).isEqualTo(Sequence.of(3));
            }
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(1));
        }
    }

    @Test
    void a_later_copy_takes_the_place_of_an_earlier_one() {
        try (QueryStore store = source().create(ID)) {
            insert(store, events.subList(0, 1));
            Path directory = emptyDirectory();
            copies().copyTo(directory);
            insert(store, events.subList(1, 3));

            copies().copyTo(directory);

            try (StoreReader copy = copies().in(directory).openForReading()) {
                assertThat(copy.highestSequence()).isEqualTo(Sequence.of(3));
            }
        }
    }

    @Test
    void refuses_where_there_is_no_store() {
        assertThat(source().presence().exists()).isFalse();

        assertThatThrownBy(() -> copies().copyTo(emptyDirectory()))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("Next:");
    }

    @Test
    void refuses_a_directory_that_is_not_there() {
        try (QueryStore store = source().create(ID)) {
            assertThat(store.highestSequence()).isEqualTo(Sequence.NONE);

            assertThatThrownBy(() -> copies().copyTo(emptyDirectory().resolve("missing")))
                    .isInstanceOf(PortException.class);
        }
    }

    private void insert(QueryStore store, List<SealedEvent> added) {
        store.inTransaction(tx -> {
            if (added.get(0).sequenceValue() == 1) {
                tx.adopt(seeded.ledgerId());
            }
            tx.insert(added);
            tx.moveTo(new LogPosition("somewhere"), added.get(added.size() - 1).sequence());
            return true;
        });
    }
}
