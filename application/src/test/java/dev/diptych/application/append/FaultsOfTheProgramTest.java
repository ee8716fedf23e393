package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.policy.GateAnswer;
import dev.diptych.domain.policy.MirrorAppendGate;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Parts that break, and doors that are closed: nobody is left waiting, and nobody is told what is not so. */
class FaultsOfTheProgramTest {
    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_clock_that_breaks_leaves_nobody_waiting_and_nothing_written() {
        AtomicBoolean breaks = new AtomicBoolean();
        MirrorParts parts = ledger.parts();
        MirrorParts broken = new MirrorParts(
                parts.log(),
                parts.store(),
                parts.sealing(),
                parts.reading(),
                parts.ids(),
                parts.random(),
                () -> {
                    if (breaks.get()) {
                        throw new IllegalStateException("the clock broke");
                    }
                    return Instant.EPOCH;
                },
                parts.spools(),
                parts.keys(),
                parts.signatures(),
                parts.trees(),
                parts.deadlines(),
                parts.hold(),
                parts.copies(),
                parts.settings());
        Mirror mirror = new MirrorApplication(broken).openMirror().open().fold(opened -> opened.mirror(), refused -> {
            throw new AssertionError(refused.refusal());
        });
        PolicyDecision decision = TwinLedger.decision(mirror);
        breaks.set(true);

        assertThatThrownBy(() -> mirror.append(TwinLedger.draft("a"), decision))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("the clock broke");
        assertThatThrownBy(() -> mirror.append(TwinLedger.draft("b"), decision))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("takes no more appends");

        mirror.close();
        assertThat(ledger.idsInLog()).isEmpty();
        ledger.requireInParity();
    }

    @Test
    void a_store_that_breaks_in_a_way_nobody_foresaw_leaves_durable_events_pending() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().beforeNextCommit(() -> {
                throw new IllegalStateException("nobody foresaw this");
            });

            AppendAnswer first = mirror.append(TwinLedger.draft("a"), TwinLedger.decision(mirror));
            AppendAnswer second = mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror));

            assertThat(first).isInstanceOf(AppendAnswer.MirrorPending.class);
            assertThat(first.message()).contains("fault of this program", "nobody foresaw this");
            assertThat(second.receipt()).isPresent();
        }
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.state().head().orElseThrow().sequence().value()).isEqualTo(2);
        }
        ledger.requireInParity();
    }

    @Test
    void a_decision_that_lost_its_evidence_while_it_waited_is_refused_when_the_batch_is_formed() {
        Gatekeeper gate = new Gatekeeper(ParityLevel.QUICK, Optional.empty(), Optional.empty(), nobodyAsked());
        PolicyDecision decision = gate.decide(List.of(), Optional.empty(), EventTime.of(Instant.EPOCH));
        assertThat(checked(gate, decision)).isInstanceOf(GateAnswer.Passed.class);
        gate.sawDivergence(Optional.empty(), Optional.empty(), ParityLevel.QUICK);
        ledger.open().close();

        try (var store = ledger.store().provider().openForReading()) {
            BatchForming.Plan plan = new BatchForming(
                            store, new PendingEvents(), gate, () -> EventTime.of(Instant.EPOCH))
                    .plan(request("a", decision));

            assertThat(plan)
                    .isInstanceOfSatisfying(
                            BatchForming.Plan.Refuse.class,
                            refused -> assertThat(refused.answer())
                                    .isInstanceOfSatisfying(
                                            AppendAnswer.PolicyRefused.class,
                                            answer ->
                                                    assertThat(answer.rule()).isEqualTo(MirrorAppendGate.PARITY_RULE)));
        }
    }

    @Test
    void pending_events_alone_do_not_close_the_gate() {
        Gatekeeper gate = new Gatekeeper(ParityLevel.FULL, Optional.empty(), Optional.empty(), nobodyAsked());
        gate.sawParity(Optional.empty(), Optional.empty(), ParityLevel.FULL, true);

        PolicyDecision decision = gate.decide(List.of(), Optional.empty(), EventTime.of(Instant.EPOCH));

        assertThat(checked(gate, decision)).isInstanceOf(GateAnswer.Passed.class);
    }

    @Test
    void a_closed_queue_takes_nothing_and_gives_what_waits() {
        RequestQueue queue = new RequestQueue(10_000);
        AppendRequest request = request("a", decisionOfNobody());
        AppendRequest large = request("b", decisionOfNobody());
        int less = request.bytes() + large.bytes() - 1;
        assertThat(queue.put(request)).isEqualTo(RequestQueue.Entry.IN);
        assertThat(queue.put(large)).isEqualTo(RequestQueue.Entry.IN);
        queue.close();

        assertThat(queue.put(request)).isEqualTo(RequestQueue.Entry.CLOSED);
        assertThat(queue.takeTurnIfIdle()).isFalse();
        assertThat(queue.takeBatch(less, 10)).containsExactly(request);
        queue.endTurn();
        assertThat(queue.takeBatch(less, 10)).containsExactly(large);
        queue.endTurn();
        assertThat(queue.takeBatch(less, 10)).isEmpty();
        assertThat(queue.takeTurnIfIdle()).isFalse();
    }

    @Test
    void the_turn_to_write_is_one_callers_and_only_where_nothing_waits() {
        RequestQueue queue = new RequestQueue(10_000);
        AppendRequest request = request("a", decisionOfNobody());

        assertThat(queue.takeTurnIfIdle()).isTrue();
        assertThat(queue.takeTurnIfIdle()).isFalse();
        assertThat(queue.put(request)).isEqualTo(RequestQueue.Entry.IN);
        queue.endTurn();
        assertThat(queue.takeTurnIfIdle()).isFalse();
        assertThat(queue.takeBatch(10_000, 10)).containsExactly(request);
        assertThat(queue.takeTurnIfIdle()).isFalse();
        queue.endTurn();
        assertThat(queue.takeTurnIfIdle()).isTrue();
    }

    @Test
    void nobody_takes_the_turn_behind_a_batch_of_several_until_one_of_a_single_request() {
        RequestQueue queue = new RequestQueue(10_000);
        AppendRequest a = request("a", decisionOfNobody());
        AppendRequest b = request("b", decisionOfNobody());
        queue.put(a);
        queue.put(b);

        assertThat(queue.takeBatch(10_000, 10)).containsExactly(a, b);
        queue.endTurn();
        assertThat(queue.takeTurnIfIdle()).isFalse();
        queue.put(a);
        assertThat(queue.takeBatch(10_000, 10)).containsExactly(a);
        queue.endTurn();
        assertThat(queue.takeTurnIfIdle()).isTrue();
    }

    @Test
    void a_lone_caller_writes_on_its_own_thread_and_a_stage_does_not() {
        try (Mirror mirror = ledger.open()) {
            List<String> threads = new java.util.ArrayList<>();
            ledger.store()
                    .beforeNextCommit(() -> threads.add(Thread.currentThread().getName()));
            mirror.append(TwinLedger.draft("a"), TwinLedger.decision(mirror));
            ledger.store()
                    .beforeNextCommit(() -> threads.add(Thread.currentThread().getName()));
            mirror.appendAsync(TwinLedger.draft("b"), TwinLedger.decision(mirror))
                    .toCompletableFuture()
                    .join();

            assertThat(threads).first().isEqualTo(Thread.currentThread().getName());
            assertThat(threads).element(1).isNotEqualTo(Thread.currentThread().getName());
        }
        ledger.requireInParity();
    }

    @Test
    void settings_that_bound_nothing_are_refused() {
        assertThatThrownBy(() -> MirrorSettings.DEFAULT.withPendingMax(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pendingEventsMax must be 1 or more, was 0");
    }

    @Test
    void many_pending_batches_are_given_to_the_store_in_their_order() {
        List<String> expected = new java.util.ArrayList<>();
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(Integer.MAX_VALUE);
            for (int i = 0; i < 20; i++) {
                String id = "e-" + i;
                expected.add(id);
                mirror.append(TwinLedger.draft(id), TwinLedger.decision(mirror));
            }
            assertThat(mirror.state().pendingEvents()).isEqualTo(20);
            ledger.store().beBusyFor(0);
            ledger.append(mirror, "last");
            expected.add("last");

            assertThat(mirror.query(dev.diptych.ports.driven.EventQuery.ALL).events())
                    .extracting(SealedEvent::id)
                    .extracting(EventId::value)
                    .isEqualTo(expected);
        }
        ledger.requireInParity();
    }

    private static KeyGate nobodyAsked() {
        return new KeyGate(Optional.empty(), new TwinSignatureVerifier());
    }

    private static GateAnswer checked(Gatekeeper gate, PolicyDecision decision) {
        return gate.check(decision, Optional.empty(), Optional.empty(), () -> EventTime.of(Instant.EPOCH));
    }

    private static AppendRequest request(String id, PolicyDecision decision) {
        return new AppendRequest(
                List.of(drafted(id)),
                decision,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RequestIntake.Caller.WAITS);
    }

    private static DraftedEvent drafted(String id) {
        EventDraft draft = TwinLedger.draft(id);
        return new DraftedEvent(
                draft,
                new EventId(id),
                Payload.read(draft.payload(), dev.diptych.contracts.twins.TwinPayloadReader.FORMAT));
    }

    private static PolicyDecision decisionOfNobody() {
        return new Gatekeeper(ParityLevel.QUICK, Optional.empty(), Optional.empty(), nobodyAsked())
                .decide(List.of(), Optional.empty(), EventTime.of(Instant.EPOCH));
    }
}
