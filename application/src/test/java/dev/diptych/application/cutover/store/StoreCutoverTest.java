package dev.diptych.application.cutover.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverReport;
import dev.diptych.ports.driving.StoreCutoverStage;
import dev.diptych.ports.driving.StoreCutoverWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a cutover to another store does where nothing stands in its way. */
class StoreCutoverTest {
    @Test
    void the_candidate_takes_the_place_by_one_line_that_names_both_stores_the_epoch_and_the_head() {
        CutLedger cut = CutLedger.of(5);
        SealedEvent head = cut.before().inLog(5);

        StoreCutoverReport report = cut.mustCutOver();

        SealedEvent boundary = cut.before().inLog(6);
        assertThat(BoundaryEvent.of(boundary))
                .contains(new StoreCutover(
                        cut.identityBefore().storeId().value(),
                        cut.identityOfCandidate().storeId().value(),
                        2,
                        head.asHead()));
        assertThat(boundary.batch().count()).isEqualTo(1);
        assertThat(boundary.isSigned()).isFalse();
        assertThat(boundary.isBound()).isFalse();
        assertThat(boundary.source()).isEqualTo(EventSource.LEDGER);
        assertThat(cut.before().idsInLog()).hasSize(6);
        assertThat(report.boundary()).contains(boundary.asHead());
        assertThat(report.previousHead()).isEqualTo(head.asHead());
        assertThat(report.copied()).isEqualTo(5);
        assertThat(report.takenUp()).isZero();
        assertThat(report.from()).isEqualTo(cut.identityBefore().storeId());
        assertThat(report.to()).isEqualTo(cut.identityOfCandidate().storeId());
        assertThat(report.epoch())
                .isEqualTo(2)
                .isEqualTo(cut.identityOfCandidate().epoch());
        assertThat(report.fence()).isPresent();
        assertThat(report.notes()).isEmpty();
        cut.requireCandidateInParity();
    }

    @Test
    void the_ledger_goes_on_with_the_new_store_as_if_it_had_always_been_there() {
        CutLedger cut = CutLedger.of(3);
        cut.mustCutOver();

        try (Mirror mirror = cut.openBehind()) {
            assertThat(mirror.opening().rolledForward()).isZero();
            cut.before().append(mirror, "behind");
        }

        assertThat(cut.before().idsInLog()).hasSize(5).endsWith("behind");
        cut.requireCandidateInParity();
    }

    @Test
    void whoever_still_opens_the_store_before_is_told_which_store_took_its_place_and_where() {
        CutLedger cut = CutLedger.of(3);
        cut.mustCutOver();

        assertThat(cut.before().refusal()).isInstanceOfSatisfying(OpenRefusal.Superseded.class, superseded -> {
            assertThat(superseded.at().value()).isEqualTo(4);
            assertThat(superseded.by()).isEqualTo(cut.identityOfCandidate().storeId());
            assertThat(superseded.message())
                    .contains(superseded.by().value())
                    .contains("4")
                    .contains("Next: ");
        });
    }

    @Test
    void a_replay_into_the_store_before_is_refused_too() {
        CutLedger cut = CutLedger.of(3);
        cut.mustCutOver();

        ReplayAnswer answer = cut.before().application().replayLog().replay(Progress.UNSEEN);

        OpenRefusal refusal = answer.fold(
                replayed -> {
                    throw new AssertionError("it was replayed");
                },
                ReplayAnswer.Stopped::refusal,
                ReplayAnswer.NotBegun::refusal);
        assertThat(refusal).isInstanceOf(OpenRefusal.Superseded.class);
        assertThat(CutLedger.rows(cut.before().store())).hasSize(3);
    }

    @Test
    void the_store_before_keeps_its_rows_its_epoch_and_its_position() {
        CutLedger cut = CutLedger.of(4);
        List<String> rows = CutLedger.rows(cut.before().store());
        StoreIdentity identity = cut.identityBefore();
        Optional<StoredPosition> position = position(cut);

        cut.mustCutOver();

        assertThat(CutLedger.rows(cut.before().store())).isEqualTo(rows);
        assertThat(cut.identityBefore()).isEqualTo(identity);
        assertThat(position(cut)).isEqualTo(position);
    }

    @Test
    void committed_and_void_transactions_are_copied_with_their_flags() {
        CutLedger cut = CutLedger.of(2);
        cut.transaction(TransactionOutcome.COMMITTED, "c-1", "c-2");
        cut.transaction(TransactionOutcome.ABORTED, "v-1", "v-2", "v-3");

        cut.mustCutOver();

        List<String> rows = CutLedger.rows(cut.candidate());
        assertThat(rows).startsWith(CutLedger.rows(cut.before().store()).toArray(new String[0]));
        assertThat(rows.stream().filter(row -> row.startsWith("void "))).hasSize(3);
        cut.requireCandidateInParity();
        try (Mirror mirror = cut.openBehind()) {
            cut.before().append(mirror, "behind");
        }
    }

    @Test
    void signed_events_are_copied_to_the_letter_and_what_is_known_of_their_signatures_goes_along() {
        TwinLedger ledger = TwinLedger.of(1);
        try (Mirror mirror = ledger.open()) {
            AppendAnswer signed =
                    mirror.appendSigned(TwinLedger.draft("signed"), TwinLedger.decision(mirror), TwinSigner.of(1));
            assertThat(signed).isInstanceOf(AppendAnswer.Mirrored.class);
        }
        CutLedger cut = CutLedger.on(ledger);

        cut.mustCutOver();

        assertThat(CutLedger.rows(cut.candidate()).subList(0, 2)).isEqualTo(CutLedger.rows(ledger.store()));
        assertThat(attestation(ledger.store(), 2)).contains(Attestation.VERIFIED);
        assertThat(attestation(cut.candidate(), 1)).contains(Attestation.UNSIGNED);
        assertThat(attestation(cut.candidate(), 2)).contains(Attestation.VERIFIED);
        assertThat(attestation(cut.candidate(), 3)).contains(Attestation.UNSIGNED);
        cut.requireCandidateInParity();
    }

    @Test
    void a_ledger_is_cut_over_again_and_the_boundaries_before_are_history() {
        CutLedger cut = CutLedger.of(2);
        cut.mustCutOver();
        TwinStoreDisk third = TwinStoreDisk.empty();

        StoreCutoverAnswer second = new StoreCutting(
                        cut.partsWith(cut.candidate().provider()), third.provider())
                .cutOver(StoreCutoverWatch.UNSEEN);

        assertThat(second).isInstanceOf(StoreCutoverAnswer.CutOver.class);
        StoreIdentity identity = CutLedger.identityOf(third);
        assertThat(identity.epoch()).isEqualTo(3);
        assertThat(BoundaryEvent.of(cut.before().inLog(4)))
                .get()
                .isInstanceOfSatisfying(
                        StoreCutover.class,
                        boundary -> assertThat(boundary.toStore())
                                .isEqualTo(identity.storeId().value()));
        assertThat(cut.before().refusal()).isInstanceOf(OpenRefusal.Superseded.class);
        assertThat(cut.refusalBehind())
                .isInstanceOfSatisfying(
                        OpenRefusal.Superseded.class,
                        superseded -> assertThat(superseded.at().value()).isEqualTo(4));
    }

    @Test
    void a_dry_run_appends_nothing_and_leaves_a_candidate_that_the_cutover_takes_up() {
        CutLedger cut = CutLedger.of(7);

        StoreCutoverAnswer rehearsed = cut.dryRun();

        assertThat(rehearsed).isInstanceOfSatisfying(StoreCutoverAnswer.Rehearsed.class, dry -> {
            assertThat(dry.report().boundary()).isEmpty();
            assertThat(dry.report().copied()).isEqualTo(7);
            assertThat(dry.report().fence()).isEmpty();
        });
        assertThat(cut.before().idsInLog()).hasSize(7);
        try (Mirror mirror = cut.before().open()) {
            cut.before().append(mirror, "since");
        }
        StoreCutoverReport report = cut.mustCutOver();
        assertThat(report.takenUp()).isEqualTo(7);
        assertThat(report.copied()).isEqualTo(1);
        cut.requireCandidateInParity();
    }

    @Test
    void a_candidate_that_no_line_names_yet_cannot_be_opened_and_is_still_taken_up() {
        CutLedger cut = CutLedger.of(3);
        cut.dryRun();

        OpenRefusal refusal = cut.refusalBehind();

        assertThat(refusal.message()).contains("Next: ");
        cut.mustCutOver();
    }

    @Test
    void it_copies_and_verifies_while_the_application_appends_and_waits_for_the_lock_until_it_is_stopped() {
        TwinLedger ledger = TwinLedger.of(3);
        CutLedger cut = CutLedger.on(ledger);
        Mirror application = ledger.open();
        Waiting watch = new Waiting() {
            @Override
            boolean afterTries(int tries) {
                if (tries < 3) {
                    ledger.append(application, "while-waiting-" + tries);
                } else {
                    application.close();
                }
                return true;
            }
        };

        StoreCutoverAnswer answer = cut.cutOver(watch);

        assertThat(answer).isInstanceOfSatisfying(StoreCutoverAnswer.CutOver.class, done -> {
            assertThat(done.report().copied()).isEqualTo(5);
            assertThat(done.report().behindFence()).isPresent();
        });
        assertThat(watch.holders)
                .containsOnly(OptionalLong.of(ledger.log().process()))
                .hasSize(3);
        assertThat(watch.distances).containsExactly(0L, 0L, 0L);
        assertThat(watch.stages)
                .containsExactly(StoreCutoverStage.COPY, StoreCutoverStage.VERIFY, StoreCutoverStage.WAIT);
        cut.requireCandidateInParity();
    }

    @Test
    void who_does_not_want_to_wait_is_told_who_holds_it_and_the_candidate_stays() {
        TwinLedger ledger = TwinLedger.of(3);
        CutLedger cut = CutLedger.on(ledger);
        Mirror application = ledger.open();

        assertThat(cut.refusal().message())
                .contains("process " + ledger.log().process())
                .contains("through sequence 3")
                .contains("Next: stop that process");
        ledger.append(application, "goes-on");
        application.close();

        assertThat(cut.mustCutOver().takenUp()).isEqualTo(3);
    }

    @Test
    void a_straggler_hears_that_the_ledger_is_held_while_it_is_and_that_it_is_superseded_afterwards() {
        CutLedger cut = CutLedger.of(3);
        List<OpenRefusal> heard = new ArrayList<>();
        cut.candidate()
                .beforeNextCommit(() -> cut.candidate()
                        .beforeNextCommit(() -> heard.add(cut.before().refusal())));

        cut.mustCutOver();

        assertThat(heard).singleElement().isInstanceOf(OpenRefusal.LedgerLocked.class);
        assertThat(cut.before().refusal()).isInstanceOf(OpenRefusal.Superseded.class);
    }

    private static Optional<Attestation> attestation(TwinStoreDisk disk, long sequence) {
        try (StoreReader reader = disk.provider().openForReading()) {
            return reader.attestation(Sequence.of(sequence));
        }
    }

    private static Optional<StoredPosition> position(CutLedger cut) {
        try (StoreReader reader = cut.before().store().provider().openForReading()) {
            return reader.position();
        }
    }

    /** Remembers what it was told, and goes on as it is told. */
    private abstract static class Waiting implements StoreCutoverWatch {
        final List<OptionalLong> holders = new ArrayList<>();
        final List<Long> distances = new ArrayList<>();
        final List<StoreCutoverStage> stages = new ArrayList<>();

        @Override
        public void begins(StoreCutoverStage stage) {
            stages.add(stage);
        }

        @Override
        public boolean waitFor(OptionalLong holder, long distance) {
            holders.add(holder);
            distances.add(distance);
            return afterTries(holders.size());
        }

        abstract boolean afterTries(int tries);

        @Override
        public void reached(long done, long ofAbout) {}
    }
}
