package dev.diptych.contracts.crash;

import dev.diptych.contracts.suites.StoreFixture.CallersTransaction;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.BoundEvent;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStep;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.MirrorTransaction;
import dev.diptych.ports.driving.SettleAnswer;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.TransactionAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a process does with a ledger, and what it was told, until it dies: whatever it is told after that nobody heard. Every
 * refusal and every failure that a port names is an answer here; anything else that is thrown fails the test.
 */
public final class CrashRun {
    private final CrashBench bench;
    private final Set<String> acknowledged = new HashSet<>();
    private final List<List<String>> handedIn = new ArrayList<>();
    private final List<Deed> deeds = new ArrayList<>();
    private final List<PortException> failures = new ArrayList<>();

    public CrashRun(CrashBench bench) {
        this.bench = bench;
    }

    /** Opens the ledger, works on it if it can be taken, and closes it. */
    public void withMirror(Consumer<Mirror> work) {
        Optional<Mirror> opened;
        try {
            opened = bench.open().fold(done -> Optional.of(done.mirror()), CrashRun::none);
        } catch (PortException failed) {
            failures.add(failed);
            opened = Optional.empty();
        }
        opened.ifPresent(mirror -> {
            trying(() -> work.accept(mirror));
            trying(mirror::close);
        });
    }

    private static Optional<Mirror> none(MirrorOpening.Refused refused) {
        return Optional.empty();
    }

    /** The world may fail, and the caller then knows no more than that: the next opening finds out. */
    private void trying(Runnable call) {
        try {
            call.run();
        } catch (PortException failed) {
            failures.add(failed);
        }
    }

    /** Appends events as one batch. */
    public void append(Mirror mirror, String... ids) {
        handedIn.add(List.of(ids));
        List<EventDraft> drafts =
                handedIn.get(handedIn.size() - 1).stream().map(CrashRun::draft).toList();
        ListAnswer answer = mirror.appendAll(drafts, decision(mirror));
        if (!bench.stores().isStopped()) {
            answer.fold(
                    all -> all.answers().stream()
                            .map(AppendAnswer::receipt)
                            .map(Optional::orElseThrow)
                            .map(receipt -> acknowledged.add(receipt.id().value()))
                            .count(),
                    refused -> 0L);
        }
    }

    /** Runs a transaction with bound events, and the caller's own statements before and behind them. */
    public void transact(Mirror mirror, String key, boolean rollsBack, String... ids) {
        Deed deed = begun(Deed.Kind.TRANSACTION, key, ids);
        PolicyDecision decision = decision(mirror);
        TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
            callersStatement(tx, key);
            for (String id : ids) {
                tx.append(draft(id), decision);
            }
            callersStatement(tx, key + "-behind");
            if (rollsBack) {
                throw new IllegalStateException("the caller changed its mind");
            }
            return key;
        });
        if (!bench.stores().isStopped()) {
            answer.fold(
                    committed -> tell(deed, true),
                    rolledBack -> tell(deed, false),
                    unknown -> deed,
                    notBegun -> tell(deed, false));
        }
    }

    private void callersStatement(MirrorTransaction tx, String key) {
        bench.stores().pass("callers.statement", () -> bench.put(tx::unwrap, key));
    }

    /** The same in a transaction that the caller brings: begun before the event is bound, or behind. */
    public void bring(Mirror mirror, String key, boolean rollsBack, String id) {
        Deed deed = begun(Deed.Kind.TRANSACTION, key, id);
        BindAnswer bound = mirror.bind(draft(id), decision(mirror));
        bound.fold(
                is -> {
                    callersTransaction(deed, rollsBack, is.event());
                    settle(deed, is.event());
                    return deed;
                },
                not -> bench.stores().isStopped() ? deed : tell(deed, false));
    }

    private void callersTransaction(Deed deed, boolean rollsBack, BoundEvent event) {
        trying(() -> {
            CallersTransaction callers = bench.begin();
            boolean ended = false;
            try {
                bench.stores().pass("callers.statement", () -> bench.put(callers, deed.key()));
                MirrorSingleEventOutcome mirrored = event.mirrorInto(callers.given());
                bench.stores().pass("callers.statement", () -> bench.put(callers, deed.key() + "-behind"));
                boolean keeps = !rollsBack && mirrored instanceof MirrorSingleEventOutcome.Inserted;
                ended = true;
                bench.stores()
                        .pass(
                                keeps ? "callers.commit" : "callers.rollback",
                                keeps ? callers::commit : callers::rollback);
            } finally {
                if (!ended && !bench.stores().isStopped()) {
                    callers.rollback();
                }
            }
        });
    }

    private void settle(Deed deed, BoundEvent event) {
        SettleAnswer answer = event.settle();
        for (int again = 0; again < 3 && answer instanceof SettleAnswer.StillRunning; again++) {
            answer = event.settle();
        }
        if (!bench.stores().isStopped()) {
            answer.fold(
                    committed -> tell(deed, true), rolledBack -> tell(deed, false), running -> deed, unknown -> deed);
        }
    }

    /** Cuts over in place: two steps in the caller's table. */
    public void cutOver(Mirror mirror) {
        Deed deed = begun(Deed.Kind.CUTOVER_IN_PLACE, "cut");
        CutoverAnswer answer = mirror.cutOver(plan());
        if (!bench.stores().isStopped()) {
            answer.fold(new CutoverAnswer.Cases<>(
                    done -> tell(deed, true),
                    already -> tell(deed, true),
                    refused -> tell(deed, false),
                    aborted -> tell(deed, false),
                    unfinished -> unfinished.isCommitted() ? tell(deed, true) : deed));
        }
    }

    /** Cuts over to a store at another place. */
    public void cutOverStore() {
        Deed deed = begun(Deed.Kind.CUTOVER_OF_THE_STORE, "store");
        trying(() -> {
            StoreCutoverAnswer answer = bench.cutOverStore();
            if (!bench.stores().isStopped()) {
                answer.fold(done -> tell(deed, true), rehearsed -> deed, refused -> tell(deed, false), unknown -> deed);
            }
        });
    }

    CutoverRequest plan() {
        return CutoverRequest.of("expand", "2", List.of(step("cut"), step("cut-behind")), "operator@example.com");
    }

    private CutoverStep step(String key) {
        return new CutoverStep() {
            @Override
            public String name() {
                return key;
            }

            @Override
            public PlanDigest digest() {
                return CutoverPlan.digestOf(key);
            }

            @Override
            public SortedMap<String, Long> rowCountChanges() {
                return new TreeMap<>();
            }

            @Override
            public void apply(StoreTransaction transaction) {
                bench.stores().pass("callers.statement", () -> bench.put(transaction::unwrap, key));
            }

            @Override
            public List<String> check(StoreTransaction transaction) {
                return List.of();
            }
        };
    }

    private Deed begun(Deed.Kind kind, String key, String... ids) {
        Deed deed = new Deed(kind, key, List.of(ids));
        deeds.add(deed);
        return deed;
    }

    private static Deed tell(Deed deed, boolean isCommitted) {
        deed.told(isCommitted);
        return deed;
    }

    static EventDraft draft(String id) {
        return EventDraft.of("com.example.noted.v1", "{\"of\":\"" + id + "\"}").withId(new EventId(id));
    }

    static PolicyDecision decision(Mirror mirror) {
        return mirror.decide(List.of(), Optional.empty());
    }

    /** The events of which the caller knows that they happened. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** The lists that were appended, each as a whole. */
    List<List<String>> handedIn() {
        return handedIn;
    }

    List<Deed> deeds() {
        return deeds;
    }

    /** What was thrown instead of answered. */
    List<PortException> failures() {
        return failures;
    }
}
