package dev.diptych.application.cutover.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.TwinLedger;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import dev.diptych.ports.driving.StoreCutoverReport;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A ledger on twin disks, and the disk of the store that is to take its store's place. */
final class CutLedger {
    private final TwinLedger ledger;
    private final TwinStoreDisk candidate = TwinStoreDisk.empty();

    private CutLedger(TwinLedger ledger) {
        this.ledger = ledger;
    }

    static CutLedger of(int events) {
        return new CutLedger(TwinLedger.of(events));
    }

    static CutLedger on(TwinLedger ledger) {
        return new CutLedger(ledger);
    }

    TwinLedger before() {
        return ledger;
    }

    TwinStoreDisk candidate() {
        return candidate;
    }

    /** The ledger as it is opened with the candidate. */
    MirrorApplication behind() {
        return new MirrorApplication(partsWith(candidate.provider()));
    }

    MirrorParts partsWith(StoreProvider store) {
        MirrorParts parts = ledger.parts();
        return new MirrorParts(
                parts.log(),
                store,
                parts.sealing(),
                parts.reading(),
                parts.ids(),
                parts.random(),
                parts.clock(),
                parts.spools(),
                parts.keys(),
                parts.signatures(),
                parts.trees(),
                parts.deadlines(),
                parts.hold(),
                parts.copies(),
                parts.settings());
    }

    StoreCutoverAnswer cutOver() {
        return cutOver(StoreCutoverWatch.UNSEEN);
    }

    StoreCutoverAnswer cutOver(StoreCutoverWatch watch) {
        return ledger.application().cutOverStore(candidate.provider()).cutOver(watch);
    }

    StoreCutoverAnswer dryRun() {
        return ledger.application().cutOverStore(candidate.provider()).dryRun(StoreCutoverWatch.UNSEEN);
    }

    /** Cuts over, which must succeed. */
    StoreCutoverReport mustCutOver() {
        StoreCutoverAnswer answer = cutOver();
        assertThat(answer).isInstanceOf(StoreCutoverAnswer.CutOver.class);
        return ((StoreCutoverAnswer.CutOver) answer).report();
    }

    /** Why it is not cut over. */
    StoreCutoverRefusal refusal() {
        return refusalOf(cutOver());
    }

    static StoreCutoverRefusal refusalOf(StoreCutoverAnswer answer) {
        assertThat(answer).isInstanceOf(StoreCutoverAnswer.Refused.class);
        return ((StoreCutoverAnswer.Refused) answer).refusal();
    }

    /** Why the ledger cannot be opened with the candidate. */
    OpenRefusal refusalBehind() {
        return behind().openMirror()
                .open()
                .fold(
                        opened -> {
                            opened.mirror().close();
                            throw new AssertionError("it was opened");
                        },
                        MirrorOpening.Refused::refusal);
    }

    /** Opens it with the candidate, which must succeed. */
    Mirror openBehind() {
        return behind().openMirror().open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError("opening with the new store was refused: " + refused.refusal());
        });
    }

    StoreIdentity identityBefore() {
        return identityOf(ledger.store());
    }

    StoreIdentity identityOfCandidate() {
        return identityOf(candidate);
    }

    static StoreIdentity identityOf(TwinStoreDisk disk) {
        try (StoreReader reader = disk.provider().openForReading()) {
            return reader.identity();
        }
    }

    void requireCandidateInParity() {
        VerifyReport report = behind().verifyParity().verify(VerifyRequest.full());
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
    }

    /** The process dies. */
    void kill() {
        ledger.kill();
        candidate.kill();
    }

    void powerCut(long seed) {
        ledger.powerCut(seed);
        candidate.powerCut(seed);
    }

    /** All rows of a store, with their void flags. */
    static List<String> rows(TwinStoreDisk disk) {
        List<String> rows = new ArrayList<>();
        try (StoreReader reader = disk.provider().openForReading()) {
            for (long at = 1; at <= reader.highestSequence().value(); at++) {
                StoredRow row =
                        reader.row(dev.diptych.domain.chain.Sequence.of(at)).orElseThrow();
                rows.add((row.isVoid() ? "void " : "") + new String(row.line(), StandardCharsets.UTF_8));
            }
        }
        return rows;
    }

    /** A transaction with bound events that ended, in both copies. */
    void transaction(TransactionOutcome outcome, String... ids) {
        inBothCopies((log, store) -> {
            BoundRun run = new BoundRun(appendBound(log, ids));
            OutcomeRecord told = OutcomeRecord.of(run, outcome, DecidedBy.CALLER);
            SealedEvent line = seal(
                    log,
                    EventDraft.of(told.type(), JsonText.of(told.json()))
                            .withSource(EventSource.LEDGER)
                            .withId(new EventId("outcome-of-" + ids[0])),
                    false);
            log.append(List.of(line));
            store.inTransaction(tx -> {
                new DecidedRun(run, told, line).insertInto(tx, Attesting.NOBODY);
                tx.moveTo(log.position(), line.sequence());
                return true;
            });
        });
    }

    /** A transaction with bound events that the store has committed, and of which the log tells no outcome. */
    void undecided(String... ids) {
        inBothCopies((log, store) -> {
            List<SealedEvent> bound = appendBound(log, ids);
            store.inTransaction(tx -> {
                tx.insert(bound);
                return true;
            });
        });
    }

    private interface Work {
        void on(DurableLog log, QueryStore store);
    }

    private void inBothCopies(Work work) {
        QueryStore store = ledger.store().provider().openForWriting();
        LogOpening opening = ledger.log()
                .provider()
                .openForWriting(
                        () -> new StoreMemory(true, store.ledgerId(), store.head(), store.position()),
                        LogProvider.TornTail.CUT_IF_STORE_VOUCHES);
        DurableLog log = ((LogOpening.LogOpened) opening).log();
        work.on(log, store);
        store.close();
        log.close(DurableLog.StoreLeft.CLOSED_PROPERLY);
    }

    private List<SealedEvent> appendBound(DurableLog log, String... ids) {
        List<SealedEvent> bound = new ArrayList<>();
        for (String id : ids) {
            SealedEvent event = seal(log, TwinLedger.draft(id), true);
            log.append(List.of(event));
            bound.add(event);
        }
        return bound;
    }

    private SealedEvent seal(DurableLog log, EventDraft draft, boolean isBound) {
        DraftedEvent drafted = new DraftedEvent(
                draft, draft.id().orElseThrow(), Payload.read(draft.payload(), TwinPayloadReader.FORMAT));
        return new EventSealer()
                .seal(
                        List.of(isBound ? drafted.bound() : drafted),
                        log.head().orElseThrow(),
                        EventTime.of(ledger.clock().instant()))
                .get(0);
    }
}
