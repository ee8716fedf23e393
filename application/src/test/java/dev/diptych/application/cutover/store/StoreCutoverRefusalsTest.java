package dev.diptych.application.cutover.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import dev.diptych.ports.driving.StoreCutoverStage;
import dev.diptych.ports.driving.StoreCutoverWatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands in the way of a cutover to another store. Whatever it is, the log has no boundary, and the store before its rows. */
class StoreCutoverRefusalsTest {
    private static final StoreId OTHER = new StoreId("0123456789abcdef0123456789abcdef");

    private CutLedger cut = CutLedger.of(4);
    private List<String> idsBefore = cut.before().idsInLog();
    private List<String> rowsBefore = CutLedger.rows(cut.before().store());

    @AfterEach
    void nothing_was_changed() {
        assertThat(cut.before().idsInLog()).isEqualTo(idsBefore);
        assertThat(CutLedger.rows(cut.before().store())).isEqualTo(rowsBefore);
    }

    @Test
    void a_candidate_with_an_edited_row_ends_in_findings_that_say_which() {
        cut.dryRun();
        cut.candidate().editRow(2, RowColumn.EVENT_TYPE, "com.example.edited.v1");

        assertThat(cut.refusal()).isInstanceOfSatisfying(StoreCutoverRefusal.Findings.class, findings -> {
            assertThat(findings.verification().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.kind()).isEqualTo(FindingKind.MISMATCH));
            assertThat(findings.message()).contains("1 findings").contains("Next: ");
        });
    }

    @Test
    void a_candidate_that_lacks_a_row_in_the_middle_ends_in_findings() {
        cut.dryRun();
        cut.candidate().deleteRow(2);

        assertThat(cut.refusal())
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.Findings.class,
                        findings -> assertThat(findings.verification().findings())
                                .singleElement()
                                .satisfies(
                                        finding -> assertThat(finding.kind()).isEqualTo(FindingKind.MISSING_IN_STORE)));
    }

    @Test
    void a_candidate_with_a_row_that_is_void_and_must_not_be_ends_in_findings() {
        cut.dryRun();
        cut.candidate().editRow(3, RowColumn.VOID, "1");

        assertThat(cut.refusal()).isInstanceOf(StoreCutoverRefusal.Findings.class);
    }

    @Test
    void damage_in_the_log_ends_in_findings_that_say_where() {
        byte[] log = cut.before().log().bytes();
        cut.before().log().damageByte(log.length / 2);
        idsBefore = cut.before().idsInLog();

        assertThat(cut.refusal())
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.Findings.class,
                        findings ->
                                assertThat(findings.verification().findings()).isNotEmpty());
    }

    @Test
    void a_row_that_is_edited_while_this_waits_is_found_with_the_ledger_held() {
        TwinLedger ledger = TwinLedger.of(2);
        cut = CutLedger.on(ledger);
        Mirror application = ledger.open();
        StoreCutoverWatch watch = waiting(() -> ledger.append(application, "since"), () -> {
            cut.candidate().editRow(3, RowColumn.EVENT_TYPE, "com.example.edited.v1");
            application.close();
            idsBefore = ledger.idsInLog();
            rowsBefore = CutLedger.rows(ledger.store());
        });

        StoreCutoverRefusal refusal = CutLedger.refusalOf(cut.cutOver(watch));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.Findings.class,
                        findings -> assertThat(findings.verification().level()).isEqualTo(ParityLevel.SINCE));
    }

    @Test
    void a_place_that_holds_something_else_is_left_as_it_is() {
        cut.candidate().putForeign();

        assertThat(cut.refusal()).isInstanceOf(StoreCutoverRefusal.CandidateUnfit.class);
    }

    @Test
    void a_store_of_another_ledger_is_no_candidate() {
        TwinLedger stranger = TwinLedger.empty();
        stranger.parts().random().next(1); // Else it would draw the same ids.
        try (Mirror mirror = stranger.open()) {
            stranger.append(mirror, "e-1");
        }
        StoreCutoverAnswer answer = cut.before()
                .application()
                .cutOverStore(stranger.store().provider())
                .cutOver(StoreCutoverWatch.UNSEEN);

        assertThat(CutLedger.refusalOf(answer).message()).contains("ledger").contains("It was left as it is");
        stranger.requireInParity();
    }

    @Test
    void the_store_before_is_no_candidate_for_its_own_place() {
        StoreCutoverAnswer answer = cut.before()
                .application()
                .cutOverStore(cut.before().store().provider())
                .cutOver(StoreCutoverWatch.UNSEEN);

        assertThat(CutLedger.refusalOf(answer).message()).contains("it is the store that is to be left behind");
    }

    @Test
    void a_store_of_another_epoch_is_no_candidate() {
        cut.candidate().provider().create(OTHER, 5).close();

        assertThat(cut.refusal().message()).contains("epoch 2, and it has 5");
    }

    @Test
    void a_candidate_that_ends_with_another_event_than_the_log_has_there_is_refused() {
        cut.dryRun();
        cut.candidate().deleteRow(4);
        cut.candidate().editRow(3, RowColumn.EVENT_TYPE, "com.example.edited.v1");

        assertThat(cut.refusal().message()).contains("Next: ");
    }

    @Test
    void a_candidate_that_is_ahead_of_the_store_before_is_refused() {
        try (Mirror mirror = cut.before().open()) {
            cut.before().append(mirror, "lost-later");
        }
        cut.dryRun();
        cut.before().store().deleteRow(5);
        idsBefore = cut.before().idsInLog();
        rowsBefore = CutLedger.rows(cut.before().store());

        assertThat(cut.refusal()).isInstanceOf(StoreCutoverRefusal.NotQuiescent.class);
    }

    @Test
    void a_store_that_would_have_to_be_rolled_forward_is_left_to_recover() {
        cut.before().store().deleteRow(4);
        rowsBefore = CutLedger.rows(cut.before().store());

        assertThat(cut.refusal())
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.NotQuiescent.class,
                        refusal -> assertThat(refusal.message()).contains("diptych recover"));
    }

    @Test
    void a_transaction_whose_end_is_not_told_is_left_to_recover_and_not_copied() {
        cut.undecided("u-1", "u-2");
        idsBefore = cut.before().idsInLog();
        rowsBefore = CutLedger.rows(cut.before().store());

        assertThat(cut.refusal())
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.NotQuiescent.class,
                        refusal -> assertThat(refusal.message()).contains("6").contains("diptych recover"));
        assertThat(CutLedger.rows(cut.candidate())).hasSize(4);
    }

    @Test
    void a_store_that_says_an_older_epoch_than_the_boundaries_in_the_log_is_left_to_recover() {
        cut.mustCutOver();
        idsBefore = cut.before().idsInLog();
        TwinStoreDisk third = TwinStoreDisk.empty();
        StoreId same = cut.identityOfCandidate().storeId();
        List<SealedEvent> rows = new ArrayList<>();
        for (long at = 1; at <= 5; at++) {
            rows.add(cut.before().inLog(at));
        }
        TwinStoreDisk stale = TwinStoreDisk.empty();
        try (QueryStore made = stale.provider().create(same, 1)) {
            made.inTransaction(tx -> {
                tx.adopt(new LedgerId(rows.get(0).previousHash()));
                tx.insert(rows);
                return true;
            });
        }

        StoreCutoverAnswer answer =
                new StoreCutting(cut.partsWith(stale.provider()), third.provider()).cutOver(StoreCutoverWatch.UNSEEN);

        assertThat(CutLedger.refusalOf(answer))
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.NotQuiescent.class,
                        refusal -> assertThat(refusal.message())
                                .contains("epoch 1")
                                .contains("epoch 2")
                                .contains("diptych recover"));
    }

    @Test
    void a_ledger_on_hold_is_refused() {
        cut.before().hold().put("something was found\n");

        assertThat(cut.refusal())
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.NotTaken.class,
                        refusal -> assertThat(refusal.refusal()).isInstanceOf(OpenRefusal.Held.class));
        cut.before().hold().remove();
    }

    @Test
    void a_ledger_without_an_event_has_nothing_to_take_over() {
        cut = CutLedger.on(TwinLedger.empty());
        cut.before().open().close();
        idsBefore = List.of();
        rowsBefore = List.of();

        assertThat(cut.refusal()).isInstanceOf(StoreCutoverRefusal.NotQuiescent.class);
        assertThat(cut.candidate().provider().presence().exists()).isFalse();
    }

    @Test
    void the_same_again_after_it_was_done_says_which_store_took_the_place() {
        cut.mustCutOver();
        idsBefore = cut.before().idsInLog();

        StoreCutoverAnswer again = new StoreCutting(
                        cut.before().parts(), TwinStoreDisk.empty().provider())
                .cutOver(StoreCutoverWatch.UNSEEN);

        assertThat(CutLedger.refusalOf(again))
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.NotTaken.class,
                        refusal -> assertThat(refusal.refusal())
                                .isInstanceOfSatisfying(
                                        OpenRefusal.Superseded.class,
                                        superseded -> assertThat(superseded.by())
                                                .isEqualTo(cut.identityOfCandidate()
                                                        .storeId())));
    }

    @Test
    void another_cutover_that_came_between_ends_this_one() {
        TwinLedger ledger = TwinLedger.of(2);
        cut = CutLedger.on(ledger);
        Mirror application = ledger.open();
        TwinStoreDisk third = TwinStoreDisk.empty();
        StoreCutoverWatch watch = waiting(() -> {
            application.close();
            StoreCutoverAnswer first =
                    ledger.application().cutOverStore(third.provider()).cutOver(StoreCutoverWatch.UNSEEN);
            assertThat(first).isInstanceOf(StoreCutoverAnswer.CutOver.class);
            idsBefore = ledger.idsInLog();
            rowsBefore = CutLedger.rows(ledger.store());
        });

        StoreCutoverRefusal refusal = CutLedger.refusalOf(cut.cutOver(watch));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        StoreCutoverRefusal.NotTaken.class,
                        why -> assertThat(why.refusal()).isInstanceOf(OpenRefusal.Superseded.class));
    }

    @Test
    void a_watch_that_throws_ends_it_and_the_next_attempt_takes_the_candidate_up() {
        IllegalStateException stop = new IllegalStateException("stop");
        StoreCutoverWatch stopping = new StoreCutoverWatch() {
            @Override
            public void begins(StoreCutoverStage stage) {
                if (stage == StoreCutoverStage.VERIFY) {
                    throw stop;
                }
            }

            @Override
            public boolean waitFor(OptionalLong holder, long distance) {
                return false;
            }

            @Override
            public void reached(long done, long ofAbout) {}
        };

        assertThatThrownBy(() -> cut.cutOver(stopping)).isSameAs(stop);

        assertThat(cut.mustCutOver().takenUp()).isEqualTo(4);
        idsBefore = cut.before().idsInLog();
    }

    @Test
    void a_candidate_in_which_nothing_was_put_yet_is_taken_up() {
        try (QueryStore made = cut.candidate().provider().create(OTHER, 2)) {
            assertThat(made.highestSequence().isNone()).isTrue();
        }

        assertThat(cut.mustCutOver().to()).isEqualTo(OTHER);
        idsBefore = cut.before().idsInLog();
    }

    /** Does one thing after the other, one each time it is asked to wait, and then wants to wait no longer. */
    private static StoreCutoverWatch waiting(Runnable... things) {
        Iterator<Runnable> left = List.of(things).iterator();
        return new StoreCutoverWatch() {
            @Override
            public void begins(StoreCutoverStage stage) {}

            @Override
            public boolean waitFor(OptionalLong holder, long distance) {
                if (!left.hasNext()) {
                    return false;
                }
                left.next().run();
                return true;
            }

            @Override
            public void reached(long done, long ofAbout) {}
        };
    }
}
