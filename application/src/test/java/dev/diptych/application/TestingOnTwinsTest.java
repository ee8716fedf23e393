package dev.diptych.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.mirror.BreaksTheMirror;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.contracts.mirror.TestDecisions;
import dev.diptych.contracts.twins.CountingEventIds;
import dev.diptych.contracts.twins.HandDeadlines;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.contracts.twins.SteppingClock;
import dev.diptych.contracts.twins.TwinHoldMark;
import dev.diptych.contracts.twins.TwinKeyRing;
import dev.diptych.contracts.twins.TwinLogDisk;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.contracts.twins.TwinTreeMemory;
import dev.diptych.contracts.twins.TwinUnmatchedSpool;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worked example of docs/testing-on-twins.md: a test of what is built on a mirror, on twins alone. */
class TestingOnTwinsTest {
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

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified = MirrorVerifiedAfterEachTest.verifying(() -> mirror);

    @AfterEach
    void closeTheMirror() {
        mirror.close();
    }

    private Mirror open() {
        return ledger.openMirror().open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError(refused.refusal());
        });
    }

    @Test
    void records_an_order() {
        PolicyDecision allow = TestDecisions.allow(mirror);

        AppendAnswer answer = mirror.append(EventDraft.of("com.example.order_placed.v1", "{\"total\":3}"), allow);

        assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
        assertThat(store.provider().openForReading().highestSequence().value()).isEqualTo(1);
    }

    @Test
    void waits_with_the_store_while_another_writer_keeps_it() {
        PolicyDecision allow = TestDecisions.allow(mirror);
        store.beBusyFor(1);

        AppendAnswer pending = mirror.append(EventDraft.of("com.example.order_placed.v1", "1"), allow);
        AppendAnswer mirrored = mirror.append(EventDraft.of("com.example.order_placed.v1", "2"), allow);

        assertThat(pending).isInstanceOf(AppendAnswer.MirrorPending.class);
        assertThat(mirrored).isInstanceOf(AppendAnswer.Mirrored.class);
    }

    @Test
    void takes_nothing_while_the_disk_is_full_and_goes_on_when_there_is_room() {
        PolicyDecision allow = TestDecisions.allow(mirror);
        EventDraft order = EventDraft.of("com.example.order_placed.v1", "1");
        log.failing(FaultPlan.always(Kind.WRITE, Fault.SHORT_WRITE));

        assertThat(mirror.append(order, allow)).isInstanceOf(AppendAnswer.NotWritten.class);
        log.failing(FaultPlan.NONE);
        assertThat(mirror.append(order, allow)).isInstanceOf(AppendAnswer.Mirrored.class);
    }

    @Test
    void has_every_acknowledged_order_after_the_process_died() {
        PolicyDecision allow = TestDecisions.allow(mirror);
        mirror.append(EventDraft.of("com.example.order_placed.v1", "1"), allow);
        log.kill();
        store.kill();

        mirror = open();

        assertThat(mirror.state().head().orElseThrow().sequence().value()).isEqualTo(1);
    }

    @Test
    @BreaksTheMirror("a row was edited by hand")
    void notices_a_row_that_was_edited() {
        mirror.append(EventDraft.of("com.example.order_placed.v1", "{\"total\":3}"), TestDecisions.allow(mirror));
        store.editRow(1, RowColumn.PAYLOAD, "{\"total\":4}");

        VerifyReport report = mirror.verify(VerifyRequest.full());

        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(report.findings().get(0).sequence()).hasValue(1);
    }
}
