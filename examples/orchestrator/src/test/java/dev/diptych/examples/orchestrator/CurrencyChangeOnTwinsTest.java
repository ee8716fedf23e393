package dev.diptych.examples.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.MirrorSettings;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.contracts.twins.CountingEventIds;
import dev.diptych.contracts.twins.HandDeadlines;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.contracts.twins.SteppingClock;
import dev.diptych.contracts.twins.TwinCallersValues;
import dev.diptych.contracts.twins.TwinHoldMark;
import dev.diptych.contracts.twins.TwinKeyRing;
import dev.diptych.contracts.twins.TwinLogDisk;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinStoreCommitFault;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.contracts.twins.TwinTreeMemory;
import dev.diptych.contracts.twins.TwinUnmatchedSpool;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.SettleAnswer;
import dev.diptych.ports.driving.TransactionAnswer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same orchestration on twins: no file, no database, and failures that no database shows on request. */
final class CurrencyChangeOnTwinsTest {
    private static final String FLAG = "shop_flags/orders.currency";

    private final TwinLogDisk log = TwinLogDisk.empty();
    private final TwinStoreDisk store = TwinStoreDisk.empty();
    private final MirrorApplication ledger = new MirrorApplication(new MirrorParts(
            log.provider(),
            store.provider(),
            TwinPayloadReader.FORMAT,
            TwinPayloadReader.FORMAT,
            new CountingEventIds(),
            SeededRandomBytes.of(1),
            SteppingClock.standard(),
            TwinUnmatchedSpool::open,
            new TwinKeyRing(),
            new TwinSignatureVerifier(),
            new TwinTreeMemory(),
            new HandDeadlines(),
            new TwinHoldMark(),
            Optional.empty(),
            MirrorSettings.DEFAULT));

    private Mirror mirror = open();
    private CurrencyChange change = begin();

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified = MirrorVerifiedAfterEachTest.verifying(() -> mirror);

    private Mirror open() {
        return ledger.openMirror().open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError(refused.refusal());
        });
    }

    private CurrencyChange begin() {
        TwinShop.open(store);
        mirror.append(CurrencyChange.boundary(), mirror.decide());
        return new CurrencyChange(mirror);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void in_one_transaction() {
        assertThat(change.inOneTransaction(tx -> new TwinShop(tx.unwrap(TwinCallersValues.class))))
                .isInstanceOf(TransactionAnswer.Committed.class);

        assertThat(store.callersValues()).containsKey(FLAG);
    }

    @Test
    void in_one_transaction_whose_commit_is_lost_nothing_is_kept_and_the_shop_is_told_so() {
        store.failNextBoundCommit(TwinStoreCommitFault.NOT_KEPT);

        assertThat(change.inOneTransaction(tx -> new TwinShop(tx.unwrap(TwinCallersValues.class))))
                .isInstanceOf(TransactionAnswer.RolledBack.class);

        assertThat(store.callersValues()).doesNotContainKey(FLAG);
    }

    @Test
    void in_one_transaction_whose_process_dies_the_next_opening_finds_all_of_it_or_nothing() {
        store.beforeNextCommit(() -> {
            log.kill();
            store.kill();
        });
        assertThatThrownBy(() -> change.inOneTransaction(tx -> new TwinShop(tx.unwrap(TwinCallersValues.class))))
                .isInstanceOf(RuntimeException.class);

        mirror = open();

        assertThat(store.callersValues()).doesNotContainKey(FLAG);
        assertThat(mirror.opening().settled()).isPresent();
    }

    @Test
    void in_a_transaction_of_the_shops_own() {
        assertThat(change.inATransactionOfItsOwn(() -> TwinShop.own(store))).isInstanceOf(SettleAnswer.Committed.class);

        assertThat(store.callersValues()).containsKey(FLAG);
    }

    @Test
    void in_a_transaction_of_the_shops_own_that_fails() {
        assertThatThrownBy(() -> change.inATransactionOfItsOwn(() -> WithoutABackfill.in(TwinShop.own(store))))
                .hasMessage("1 orders have no currency");

        assertThat(store.callersValues()).doesNotContainKey(FLAG);
    }

    @Test
    void as_a_cutover() {
        TwinShop[] shop = new TwinShop[1];
        assertThat(change.asACutover(
                        tx -> {
                            shop[0] = shop[0] == null ? new TwinShop(tx.unwrap(TwinCallersValues.class)) : shop[0];
                            return shop[0];
                        },
                        "operator@example.com"))
                .isInstanceOf(CutoverAnswer.CutOver.class);

        assertThat(store.callersValues()).containsKey(FLAG);
    }
}
