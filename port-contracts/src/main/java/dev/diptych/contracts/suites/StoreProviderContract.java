package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreProvider.StorePresence;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.diptych.ports.driven.StoreProvider}: it makes a store where there is none, and leaves what is not ours. */
public abstract class StoreProviderContract extends StoreContract {
    @Test
    void says_what_lies_there() {
        assertThat(fixture.provider().presence()).isEqualTo(StorePresence.ABSENT);

        QueryStore store = openNew();
        insertChain(store, 3, 1);
        assertThat(fixture.provider().presence().exists()).isTrue();
        store.close();

        assertThat(fixture.provider().presence()).isEqualTo(new StorePresence(true, false));
    }

    @Test
    void makes_a_store_that_is_unborn() {
        QueryStore store = openNew();

        assertThat(store.identity()).isEqualTo(new StoreIdentity(Optional.empty(), ID, 1, 2, 1));
        assertThat(store.head()).isEmpty();
        assertThat(store.position()).isEmpty();
        assertThat(walk(store)).isEmpty();
        assertThat(store.integrityProblem()).isEmpty();
    }

    @Test
    void opens_a_store_that_never_saw_an_event() {
        openNew().close();

        QueryStore again = fixture.provider().openForWriting();

        assertThat(again.identity().storeId()).isEqualTo(ID);
        List<SealedEvent> all = insertChain(again, 2, 1);
        assertThat(walk(again)).isEqualTo(all);
    }

    @Test
    void refuses_to_open_what_is_not_there() {
        assertThatThrownBy(() -> fixture.provider().openForWriting()).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> fixture.provider().openForReading()).isInstanceOf(StoreFailedException.class);
        assertThat(fixture.provider().presence()).isEqualTo(StorePresence.ABSENT);
    }

    @Test
    void leaves_alone_what_is_not_ours() {
        fixture.putForeign();

        assertThatThrownBy(() -> fixture.provider().create(ID)).isInstanceOf(ForeignStoreException.class);
        assertThatThrownBy(() -> fixture.provider().openForWriting()).isInstanceOf(ForeignStoreException.class);
        assertThatThrownBy(() -> fixture.provider().openForReading()).isInstanceOf(ForeignStoreException.class);
        assertThat(fixture.provider().presence().exists()).isTrue();
    }

    @Test
    void leaves_alone_what_only_a_newer_program_understands() {
        QueryStore store = openNew();
        insertChain(store, 2, 1);
        store.close();
        fixture.setSchema(2_000_000);

        assertThatThrownBy(() -> fixture.provider().openForWriting()).isInstanceOf(UnknownStoreVersionException.class);
        assertThatThrownBy(() -> fixture.provider().openForReading()).isInstanceOf(UnknownStoreVersionException.class);
        fixture.setSchema(2);
        assertThat(walk(fixture.provider().openForWriting())).hasSize(2);
    }

    @Test
    void makes_a_new_store_where_one_was_taken_away() {
        QueryStore store = openNew();
        insertChain(store, 2, 1);
        store.close();
        fixture.deleteStore();

        assertThat(fixture.provider().presence()).isEqualTo(StorePresence.ABSENT);
        QueryStore again = openNew();
        assertThat(walk(again)).isEmpty();
        assertThat(insertChain(again, 3, 2)).isEqualTo(walk(again));
    }
}
