package dev.diptych.application.audit;

import dev.diptych.application.checkpoint.GivenCheckpoints;
import dev.diptych.application.verify.Copies;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.AuditChain;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import java.util.Optional;

/**
 * Audits the log by the published rules, so that any other program that knows them says the same of the same files.
 *
 * <p>Of the store it asks who it is and what its newest event is, before it opens the log, so that a writer beside it is never
 * taken for somebody who cut the log; and, to begin at a mark, where the events about keys are. Memory is bounded by one batch,
 * by the signatures that wait to be verified, by the findings that a report lists, and by the keys that ever began or ended.
 */
public final class ChainAuditor implements AuditChain {
    private final LogProvider log;
    private final StoreProvider store;
    private final PayloadReader payloads;
    private final KeyRing keys;
    private final SignatureVerifier signatures;

    /**
     * @param payloads judges payloads with the limits of the format
     * @param keys says whom to trust
     */
    public ChainAuditor(
            LogProvider log, StoreProvider store, PayloadReader payloads, KeyRing keys, SignatureVerifier signatures) {
        this.log = log;
        this.store = store;
        this.payloads = payloads;
        this.keys = keys;
        this.signatures = signatures;
    }

    @Override
    public AuditReport audit(AuditRequest request) {
        if (log.presence() == LogProvider.LogPresence.ABSENT) {
            throw new LogUnavailableException(
                    "there is nothing to audit: no log was found where the ledger was expected."
                            + " Nothing was changed. Next: check the directory; if there is a store, diptych verify says what it has");
        }
        Optional<TrustedKeys> trusted = keys.trusted();
        GivenCheckpoints against = GivenCheckpoints.judge(request.against(), trusted, signatures);
        FindingsTold findings = new FindingsTold(request.findings());
        try (Copies copies = Copies.open(log, store);
                SignatureQueue queue = new SignatureQueue(signatures, findings)) {
            RememberedEnd remembered = RememberedEnd.of(copies, new LineDecoder(payloads));
            AuditBeginning beginning = new AuditBeginningFinder(copies).find(request);
            Audit audit = new Audit(copies, request, beginning, trusted, signatures, against, remembered, queue);
            Audit.Audited audited = audit.run();
            return new AuditReportWriter(
                            copies,
                            beginning,
                            audited,
                            findings,
                            against.checks(audited.ledger(), audited.checkpoints(), Optional.empty()))
                    .write();
        }
    }
}
