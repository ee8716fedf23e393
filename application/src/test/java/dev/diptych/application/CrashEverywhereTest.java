package dev.diptych.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One fault at every call on the file system in turn, while a ledger is made, appended to, closed and opened again. Afterwards
 * the ledger is opened without faults, and must hold everything acknowledged, whole batches only, in parity.
 */
class CrashEverywhereTest {
    private static final TwinSigner KEY = TwinSigner.of(1);
    private static final List<List<String>> WORK =
            List.of(List.of("a"), List.of("b", "c", "d"), List.of("e"), List.of("f", "g"));

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatever_fails_at_any_call_loses_nothing_acknowledged_and_leaves_no_half_batch(Fault fault) {
        for (long seed = 0; seed < (fault == Fault.POWER_CUT ? 5 : 1); seed++) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run("fault " + fault + " at operation " + at + ", seed " + seed, fault, seed);
                run.ledger.log().failing(FaultPlan.once(at, fault));
                run.work();
                isReached = run.ledger.log().operations().size() > at;
                run.end();
                run.requireInvariants();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_signed_batch_is_there_whole_and_well_signed_or_not_at_all_whatever_fails_at_any_call(Fault fault) {
        for (long seed = 0; seed < (fault == Fault.POWER_CUT ? 3 : 1); seed++) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run("signed, fault " + fault + " at operation " + at + ", seed " + seed, fault, seed);
                run.signedBy(KEY);
                run.ledger.log().failing(FaultPlan.once(at, fault));
                run.work();
                isReached = run.ledger.log().operations().size() > at;
                run.end();
                run.requireInvariants();
                run.requireWellSigned();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STOP_BEFORE", "POWER_CUT"})
    void a_process_that_dies_between_signing_and_writing_leaves_nothing(Fault fault) {
        Run run = new Run("dies once it has signed", fault, 1);
        FaultPlan dies = operation -> Optional.of(fault);
        EventSigner lastDeed = new EventSigner() {
            @Override
            public VerifyingKey publicKey() {
                return KEY.publicKey();
            }

            @Override
            public EventSignature sign(byte[] message) {
                boolean isTrial = !new String(message, StandardCharsets.ISO_8859_1).startsWith("diptych.signature.");
                EventSignature signature = KEY.sign(message);
                if (!isTrial) {
                    run.ledger.log().failing(dies);
                }
                return signature;
            }
        };
        Mirror mirror = run.ledger.open();
        run.ledger.append(mirror, "before");

        AppendAnswer answer = mirror.appendSigned(TwinLedger.draft("signed"), TwinLedger.decision(mirror), lastDeed);

        assertThat(answer.receipt()).isEmpty();
        run.end();
        run.ledger.open().close();
        assertThat(run.ledger.idsInLog()).containsExactly("before");
        run.ledger.requireInParity();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STOP_BEFORE", "STOP_MIDWAY", "STOP_AFTER", "POWER_CUT", "ERROR", "NO_SPACE"})
    void a_second_fault_while_the_ledger_is_recovered_changes_nothing_about_that(Fault second) {
        for (long first = 30; first < 90; first += 7) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run("stop at " + first + ", then " + second + " at " + at, second, first);
                run.ledger.log().failing(FaultPlan.once(first, Fault.STOP_MIDWAY));
                run.work();
                run.ledger.kill();
                run.ledger.log().failing(FaultPlan.once(at, second));
                run.openAndClose();
                isReached = run.ledger.log().operations().size() > at;
                run.end();
                run.requireInvariants();
            }
        }
    }

    @Test
    void a_store_that_stops_at_every_commit_of_a_replay_is_resumed() {
        for (int commits = 1; commits <= 3; commits++) {
            TwinLedger ledger = TwinLedger.of(4);
            ledger.store().delete();
            ledger.store().failCommits(commits);
            ReplayAnswer answer = ledger.application().replayLog().replay(Progress.UNSEEN);
            for (int again = 0; again < commits && !(answer instanceof ReplayAnswer.Replayed); again++) {
                ledger.kill();
                answer = ledger.application().replayLog().replay(Progress.UNSEEN);
            }
            assertThat(answer).isInstanceOf(ReplayAnswer.Replayed.class);
            ledger.requireInParity();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STOP_BEFORE", "STOP_AFTER", "POWER_CUT", "ERROR"})
    void a_replay_that_dies_at_any_call_is_resumed_by_the_next(Fault fault) {
        boolean isReached = true;
        for (long at = 0; isReached; at++) {
            TwinLedger ledger = TwinLedger.of(3);
            ledger.store().delete();
            ledger.kill();
            ledger.log().failing(FaultPlan.once(at, fault));
            ledger.application().replayLog().replay(Progress.UNSEEN);
            isReached = ledger.log().operations().size() > at;
            if (fault == Fault.POWER_CUT) {
                ledger.powerCut(at);
            } else {
                ledger.kill();
            }
            ledger.log().failing(FaultPlan.NONE);

            assertThat(ledger.application().replayLog().replay(Progress.UNSEEN))
                    .describedAs("%s at operation %s", fault, at)
                    .isInstanceOf(ReplayAnswer.Replayed.class);
            ledger.requireInParity();
        }
    }

    @Test
    void a_power_cut_that_takes_the_newest_commits_of_the_store_is_rolled_forward() {
        for (long seed = 0; seed < 40; seed++) {
            TwinLedger ledger = TwinLedger.empty();
            Mirror mirror = ledger.open();
            for (int i = 0; i < 6; i++) {
                ledger.append(mirror, "e-" + i);
            }
            ledger.powerCut(seed);

            try (Mirror reopened = ledger.open()) {
                assertThat(reopened.state().head().orElseThrow().sequence().value())
                        .isEqualTo(6);
            }
            ledger.requireInParity();
        }
    }

    /** One ledger, worked on until something goes wrong or all is done. */
    private static final class Run {
        private final TwinLedger ledger = TwinLedger.empty();
        private final List<String> acknowledged = new ArrayList<>();
        private final List<List<String>> handedIn = new ArrayList<>();
        private final String name;
        private final Fault fault;
        private final long seed;
        private Optional<TwinSigner> signer = Optional.empty();

        Run(String name, Fault fault, long seed) {
            this.name = name;
            this.fault = fault;
            this.seed = seed;
        }

        void signedBy(TwinSigner by) {
            signer = Optional.of(by);
        }

        /** Every event but the last, which {@link #requireInvariants} appends, is signed, and well. */
        void requireWellSigned() {
            SealedEvent first = ledger.inLog(1);
            for (int at = 1; at < ledger.idsInLog().size(); at++) {
                SealedEvent event = ledger.inLog(at);
                assertThat(event.keyId())
                        .describedAs(name)
                        .contains(KEY.publicKey().id());
                assertThat(new TwinSignatureVerifier()
                                .verify(
                                        KEY.publicKey(),
                                        LineSigning.message(new LedgerId(first.previousHash()), event.hash()),
                                        event.signature().orElseThrow()))
                        .describedAs(name)
                        .isTrue();
            }
        }

        void work() {
            Optional<Mirror> first = opened();
            first.ifPresent(mirror -> {
                append(mirror, WORK.get(0));
                append(mirror, WORK.get(1));
                close(mirror);
            });
            Optional<Mirror> second = opened();
            second.ifPresent(mirror -> {
                append(mirror, WORK.get(2));
                append(mirror, WORK.get(3));
                close(mirror);
            });
        }

        void openAndClose() {
            opened().ifPresent(Run::close);
        }

        /** The process is gone, one way or another, and what made it fail is mended. */
        void end() {
            if (fault == Fault.POWER_CUT) {
                ledger.log().powerCut(PowerCut.seeded(seed));
                ledger.store().powerCut(seed);
            } else {
                ledger.kill();
            }
            ledger.log().failing(FaultPlan.NONE);
        }

        void requireInvariants() {
            try (Mirror mirror = ledger.open()) {
                ledger.append(mirror, "after");
            } catch (AssertionError refused) {
                throw new AssertionError(name, refused);
            }
            List<String> found = ledger.idsInLog();
            assertThat(found).describedAs(name).containsAll(acknowledged).doesNotHaveDuplicates();
            for (List<String> batch : handedIn) {
                boolean isThere = found.contains(batch.get(0));
                assertThat(found.containsAll(batch)).describedAs(name).isEqualTo(isThere);
            }
            ledger.requireInParity();
        }

        private Optional<Mirror> opened() {
            return ledger.opening().fold(opened -> Optional.of(opened.mirror()), refused -> Optional.empty());
        }

        private void append(Mirror mirror, List<String> ids) {
            handedIn.add(ids);
            List<EventDraft> drafts = ids.stream().map(TwinLedger::draft).toList();
            signer.map(by -> mirror.appendAllSigned(drafts, TwinLedger.decision(mirror), by))
                    .orElseGet(() -> mirror.appendAll(drafts, TwinLedger.decision(mirror)))
                    .fold(
                            all -> all.answers().stream()
                                    .map(AppendAnswer::receipt)
                                    .map(Optional::orElseThrow)
                                    .map(receipt ->
                                            acknowledged.add(receipt.id().value()))
                                    .count(),
                            none -> 0L);
        }

        private static void close(Mirror mirror) {
            try {
                mirror.close();
            } catch (dev.diptych.ports.driven.PortException notCleanly) {
                // The next opening sees that it was not closed cleanly.
                assertThat(notCleanly.getMessage()).isNotEmpty();
            }
        }
    }
}
