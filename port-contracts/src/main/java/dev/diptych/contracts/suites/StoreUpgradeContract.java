package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.OutdatedStoreException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoreUpgrade;
import dev.diptych.ports.driving.CutoverStep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@code StoreProvider.upgrade}, and of what a store knows of signatures: a store of an older schema is read
 * as it is, written only by who brings it up to date, and brought there whole or not at all.
 */
public abstract class StoreUpgradeContract extends StoreContract {
    private List<SealedEvent> all;
    private List<SealedEvent> next;

    /** A store of the schema before, where the fixture can make one, else a new one; with events, some of them signed. */
    @BeforeEach
    void makeAnOldStore() {
        SignedChain chain = SignedChain.ofLedger(5);
        chain.signedBatch(TwinSigner.of(1), "one", "two");
        chain.unsigned("three");
        ledger = chain.ledger();
        next = events.batchOf(chain.head(), 4);
        all = new ArrayList<>(chain.events());
        if (isOld()) {
            fixture.createOutdated(ID);
        } else {
            openNew().close();
        }
        try (QueryStore store = fixture.provider().openForUpgrade()) {
            insert(store, chain.events());
        }
    }

    private boolean isOld() {
        return declared(fixture.canMakeOutdated(), () -> fixture.createOutdated(ID));
    }

    @Test
    void is_not_opened_for_writing_and_says_so() {
        if (isOld()) {
            assertThatThrownBy(() -> fixture.provider().openForWriting())
                    .isInstanceOf(OutdatedStoreException.class)
                    .hasMessageContaining("Next: diptych cutover run");
        }
        try (QueryStore store = fixture.provider().openForUpgrade()) {
            assertThat(walk(store)).isEqualTo(all);
        }
    }

    @Test
    void is_read_as_it_is_and_knows_nothing_of_signatures() {
        try (StoreReader reader = fixture.provider().openForReading()) {
            assertThat(walk(reader)).isEqualTo(all);
            assertThat(reader.find(all.get(1).id())).contains(all.get(1));
            if (isOld()) {
                assertThat(reader.attestation(Sequence.FIRST)).isEmpty();
            }
        }
    }

    @Test
    void is_rolled_forward_in_the_schema_that_it_has() {
        try (QueryStore store = fixture.provider().openForUpgrade()) {
            int before = store.identity().schema();
            insert(store, next);
            assertThat(walk(store, Sequence.of(3))).isEqualTo(next);
            assertThat(store.identity().schema()).isEqualTo(before);
        }
    }

    @Test
    void is_brought_up_to_date_by_its_steps_and_goes_on_open_as_it_is() {
        SealedEvent boundary =
                BoundEvents.behind(events, all.get(2).asHead(), 1).get(0);
        try (QueryStore store = fixture.provider().openForUpgrade()) {
            BoundStoreTransaction transaction = store.beginBound();
            applyAll(transaction);
            transaction.insert(List.of(boundary));
            assertThat(whatIsWrong(transaction)).isEmpty();
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());

            all.add(boundary);
            insert(store, events.batchOf(boundary.asHead(), 2));
            assertThat(walk(store)).startsWith(all.toArray(new SealedEvent[0])).hasSize(6);
            for (SealedEvent event : all) {
                assertThat(store.attestation(event.sequence())).contains(Attesting.NOBODY.of(event));
            }
            assertThat(store.attestation(Sequence.of(7))).isEmpty();
        }
        assertThat(fixture.provider().upgrade()).isEmpty();
        fixture.provider().openForWriting().close();
    }

    @Test
    void is_as_it_was_where_its_steps_were_rolled_back() {
        try (QueryStore store = fixture.provider().openForUpgrade()) {
            int before = store.identity().schema();
            BoundStoreTransaction transaction = store.beginBound();
            applyAll(transaction);
            transaction.rollBack();

            assertThat(store.identity().schema()).isEqualTo(before);
            insert(store, next);
            assertThat(walk(store, Sequence.of(3))).isEqualTo(next);
        }
        assertThat(fixture.provider().upgrade().isPresent()).isEqualTo(isOld());
    }

    @Test
    void is_found_unfinished_by_the_checks_of_steps_that_were_left_out() {
        try (QueryStore store = fixture.provider().openForUpgrade()) {
            if (isOld()) {
                BoundStoreTransaction transaction = store.beginBound();
                List<CutoverStep> steps = upgrade().steps();
                for (CutoverStep step : steps.subList(0, steps.size() - 1)) {
                    apply(step, transaction);
                }
                assertThat(whatIsWrong(transaction)).isNotEmpty();
                transaction.rollBack();
            }
            assertThat(walk(store)).isEqualTo(all);
        }
    }

    @Test
    void keeps_what_was_known_of_each_signature_when_its_row_was_inserted() {
        SignedChain chain = SignedChain.ofLedger(6);
        chain.signedBatch(TwinSigner.of(1), "good", "bad");
        chain.unsigned("none");
        List<SealedEvent> bound = BoundEvents.behind(events, chain.head(), 1);
        List<SealedEvent> asked = new ArrayList<>();
        Attesting attesting = new Attesting.By(event -> {
            asked.add(event);
            return event.sequenceValue() == 1;
        });
        fixture.deleteStore();
        try (QueryStore store = openNew()) {
            store.inTransaction(transaction -> {
                transaction.insert(chain.events(), attesting);
                transaction.insertVoid(bound, attesting);
                return transaction;
            });

            assertThat(store.attestation(Sequence.of(1))).contains(Attestation.VERIFIED);
            assertThat(store.attestation(Sequence.of(2))).contains(Attestation.LEGACY_UNATTESTED);
            assertThat(store.attestation(Sequence.of(3))).contains(Attestation.UNSIGNED);
            assertThat(store.attestation(Sequence.of(4))).contains(Attestation.UNSIGNED);
            assertThat(store.attestation(Sequence.of(5))).isEmpty();
            assertThat(asked).isEqualTo(chain.events().subList(0, 2));
        }
    }

    private StoreUpgrade upgrade() {
        StoreUpgrade upgrade = fixture.provider().upgrade().orElseThrow();
        assertThat(upgrade.steps()).extracting(CutoverStep::name).doesNotHaveDuplicates();
        assertThat(upgrade.steps())
                .extracting(CutoverStep::digest)
                .isEqualTo(fixture.provider().upgrade().orElseThrow().steps().stream()
                        .map(CutoverStep::digest)
                        .toList());
        return upgrade;
    }

    private void applyAll(StoreTransaction transaction) {
        if (isOld()) {
            StoreUpgrade upgrade = upgrade();
            upgrade.steps().forEach(step -> apply(step, transaction));
            assertThat(transaction.identity().schema()).isEqualTo(upgrade.to());
        }
    }

    private List<String> whatIsWrong(StoreTransaction transaction) {
        List<String> wrong = new ArrayList<>();
        if (isOld()) {
            upgrade().steps().forEach(step -> wrong.addAll(check(step, transaction)));
        }
        return wrong;
    }

    private static void apply(CutoverStep step, StoreTransaction transaction) {
        try {
            step.apply(transaction);
        } catch (Exception failed) {
            throw new IllegalStateException(step.name(), failed);
        }
    }

    private static List<String> check(CutoverStep step, StoreTransaction transaction) {
        try {
            return step.check(transaction);
        } catch (Exception failed) {
            throw new IllegalStateException(step.name(), failed);
        }
    }
}
