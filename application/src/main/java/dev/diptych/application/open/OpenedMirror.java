package dev.diptych.application.open;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.append.AppendPipeline;
import dev.diptych.application.append.Gatekeeper;
import dev.diptych.application.append.KeyChanges;
import dev.diptych.application.backup.LedgerBackUp;
import dev.diptych.application.cutover.BoundaryHistory;
import dev.diptych.application.cutover.InPlaceCutover;
import dev.diptych.application.mirror.SingleEventMirror;
import dev.diptych.application.transaction.MirrorTransactions;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.BreakGlassAuthorization;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.MirrorState;
import dev.diptych.ports.driving.OpeningReport;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionOptions;
import dev.diptych.ports.driving.TransactionWork;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A ledger that is held: passes each call to the part that serves it, until it is closed. */
final class OpenedMirror implements Mirror {
    private final MirrorParts parts;
    private final Ledger ledger;
    private final OpeningReport opening;
    private final Gatekeeper gate;
    private final AppendPipeline pipeline;
    private final KeyChanges keys;
    private final MirrorTransactions transactions;
    private final InPlaceCutover cutover;
    private final SingleEventMirror single;
    private final ParityVerifier verifier;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenedMirror(MirrorParts parts, Ledger ledger, OpeningReport opening, Gatekeeper gate, AppendPipeline pipeline) {
        this.parts = parts;
        this.ledger = ledger;
        this.opening = opening;
        this.gate = gate;
        this.pipeline = pipeline;
        this.keys = new KeyChanges(pipeline);
        this.single = new SingleEventMirror(ledger.log(), ledger.store());
        this.transactions = new MirrorTransactions(parts, pipeline, ledger.store(), single);
        this.cutover = new InPlaceCutover(
                this,
                ledger.store(),
                transactions,
                new LedgerBackUp(parts),
                new BoundaryHistory(parts.log(), parts.store()),
                parts.clock());
        this.verifier = new ParityVerifier(
                parts.log(), parts.store(), parts.reading(), parts.spools(), parts.keys(), parts.signatures());
    }

    @Override
    public OpeningReport opening() {
        return opening;
    }

    @Override
    public MirrorState state() {
        return pipeline.state();
    }

    @Override
    public AppendAnswer append(EventDraft draft, PolicyDecision decision) {
        requireOpen();
        return pipeline.append(draft, decision);
    }

    @Override
    public ListAnswer appendAll(List<EventDraft> drafts, PolicyDecision decision) {
        requireOpen();
        return pipeline.appendAll(drafts, decision);
    }

    @Override
    public CompletionStage<AppendAnswer> appendAsync(EventDraft draft, PolicyDecision decision) {
        requireOpen();
        return pipeline.appendAsync(draft, decision);
    }

    @Override
    public CompletionStage<ListAnswer> appendAllAsync(List<EventDraft> drafts, PolicyDecision decision) {
        requireOpen();
        return pipeline.appendAllAsync(drafts, decision);
    }

    @Override
    public AppendAnswer appendSigned(EventDraft draft, PolicyDecision decision, EventSigner signer) {
        requireOpen();
        return pipeline.appendSigned(draft, decision, signer);
    }

    @Override
    public ListAnswer appendAllSigned(List<EventDraft> drafts, PolicyDecision decision, EventSigner signer) {
        requireOpen();
        return pipeline.appendAllSigned(drafts, decision, signer);
    }

    @Override
    public CompletionStage<AppendAnswer> appendSignedAsync(
            EventDraft draft, PolicyDecision decision, EventSigner signer) {
        requireOpen();
        return pipeline.appendSignedAsync(draft, decision, signer);
    }

    @Override
    public CompletionStage<ListAnswer> appendAllSignedAsync(
            List<EventDraft> drafts, PolicyDecision decision, EventSigner signer) {
        requireOpen();
        return pipeline.appendAllSignedAsync(drafts, decision, signer);
    }

    @Override
    public <T> TransactionAnswer<T> inTransaction(TransactionOptions options, TransactionWork<T> work) {
        requireOpen();
        return transactions.inTransaction(options, work);
    }

    @Override
    public BindAnswer bind(EventDraft draft, PolicyDecision decision) {
        requireOpen();
        return transactions.bind(draft, decision);
    }

    @Override
    public CutoverAnswer cutOver(CutoverRequest request, CutoverProgress progress) {
        requireOpen();
        return cutover.cutOver(request, progress);
    }

    @Override
    public AppendAnswer rotateKey(KeyId from, VerifyingKey to, EventSigner by, PolicyDecision decision) {
        requireOpen();
        return keys.rotateKey(from, to, by, decision);
    }

    @Override
    public AppendAnswer revokeKey(KeyId key, String reason, EventSigner by, PolicyDecision decision) {
        requireOpen();
        return keys.revokeKey(key, reason, by, decision);
    }

    @Override
    public AppendAnswer requireSignatures(boolean required, EventSigner by, PolicyDecision decision) {
        requireOpen();
        return keys.requireSignatures(required, by, decision);
    }

    @Override
    public PolicyDecision decide(
            List<PolicyContribution> contributions, Optional<BreakGlassAuthorization> authorization) {
        requireOpen();
        return gate.decide(
                contributions, authorization, EventTime.of(parts.clock().instant()));
    }

    @Override
    public MirrorSingleEventOutcome mirrorSealedEvent(SealedEvent event) {
        requireOpen();
        return single.mirror(event);
    }

    @Override
    public MirrorSingleEventOutcome mirrorSealedEvent(SealedEvent event, Object callersTransaction) {
        requireOpen();
        return single.mirrorInto(ledger.store().join(callersTransaction), event);
    }

    @Override
    public VerifyReport verify(VerifyRequest request) {
        requireOpen();
        VerifyReport report = verifier.verify(request);
        Optional<ChainHead> head = ledger.log().head();
        Optional<LedgerId> id = ledger.log().ledgerId();
        boolean isOnlyPending = ParityVerifier.isOnlyPending(report);
        if (report.log() == LogVerdict.INTACT && (report.verdict() == ParityVerdict.IN_PARITY || isOnlyPending)) {
            gate.sawParity(id, head, report.level(), isOnlyPending);
        } else {
            gate.sawDivergence(id, head, report.level());
        }
        return report;
    }

    @Override
    public Optional<SealedEvent> find(EventId id) {
        requireOpen();
        return ledger.store().find(id);
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        requireOpen();
        return ledger.store().find(sequence);
    }

    @Override
    public EventPage query(EventQuery query) {
        requireOpen();
        return ledger.store().query(query);
    }

    @Override
    public void close() {
        transactions.requireOutside();
        if (closed.compareAndSet(false, true)) {
            transactions.close();
            pipeline.close();
            ledger.close();
        }
    }

    private void requireOpen() {
        if (closed.get() && !transactions.isInside()) {
            throw new IllegalStateException("the mirror is closed. Open the ledger again");
        }
    }
}
