package dev.diptych.application.audit;

import dev.diptych.application.verify.Copies;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.AuditMark;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditReport.Authenticity;
import dev.diptych.ports.driving.AuditReport.Completeness;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import dev.diptych.ports.driving.LogVerdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the report of what an audit came to. */
final class AuditReportWriter {
    private static final Set<FindingKind> DAMAGE = EnumSet.of(
            FindingKind.UNDECODABLE,
            FindingKind.EVENT_HASH,
            FindingKind.PAYLOAD_HASH,
            FindingKind.GAP,
            FindingKind.DUPLICATE,
            FindingKind.LINK,
            FindingKind.BATCH,
            FindingKind.SEGMENT_NAME,
            FindingKind.TRANSACTION);
    private static final Set<FindingKind> ABOUT_SIGNATURES = EnumSet.of(
            FindingKind.MISSING_SIGNATURE,
            FindingKind.BAD_SIGNATURE,
            FindingKind.UNKNOWN_KEY,
            FindingKind.KEY_NOT_VALID,
            FindingKind.ROTATION_REJECTED);

    private final Copies copies;
    private final AuditBeginning beginning;
    private final Audit.Audited audited;
    private final FindingsTold findings;
    private final List<CheckpointCheck> checkpoints;

    AuditReportWriter(
            Copies copies,
            AuditBeginning beginning,
            Audit.Audited audited,
            FindingsTold findings,
            List<CheckpointCheck> checkpoints) {
        this.copies = copies;
        this.beginning = beginning;
        this.audited = audited;
        this.findings = findings;
        this.checkpoints = checkpoints;
    }

    AuditReport write() {
        AuditReport unmarked = new AuditReport(
                logVerdict(),
                authenticity(),
                completeness(),
                counts(),
                checkpoints,
                findings.listed(),
                findings.total(),
                notChecked(),
                notes(),
                Optional.empty());
        return unmarked.isClean() ? unmarked.marked(mark()) : unmarked;
    }

    private LogVerdict logVerdict() {
        if (audited.end() instanceof WalkEnd.UnknownVersion) {
            return LogVerdict.UNKNOWN_VERSION;
        }
        if (findings.hasAnyOf(DAMAGE)) {
            return LogVerdict.DAMAGED;
        }
        if (findings.hasAnyOf(EnumSet.of(FindingKind.FORKED))) {
            return LogVerdict.FORKED;
        }
        return findings.hasAnyOf(EnumSet.of(FindingKind.TORN_TAIL)) ? LogVerdict.TORN_TAIL : LogVerdict.INTACT;
    }

    private Authenticity authenticity() {
        if (findings.hasAnyOf(ABOUT_SIGNATURES)) {
            return Authenticity.UNAUTHENTIC;
        }
        if (audited.signed() == 0) {
            return Authenticity.UNSIGNED;
        }
        return audited.leftUnjudged() ? Authenticity.NOT_CHECKED : Authenticity.AUTHENTIC;
    }

    private Completeness completeness() {
        if (anyStands(Standing.REWRITTEN) || audited.compared() == RememberedEnd.Standing.FORKED) {
            return Completeness.REWRITTEN;
        }
        if (anyStands(Standing.TRUNCATED) || audited.compared() == RememberedEnd.Standing.TRUNCATED) {
            return Completeness.INCOMPLETE;
        }
        if (!checkpoints.isEmpty() && checkpoints.stream().allMatch(CheckpointCheck::isFine)) {
            return Completeness.COMPLETE;
        }
        return audited.compared() == RememberedEnd.Standing.HAS_WHAT_THE_STORE_HAS
                ? Completeness.AS_FAR_AS_THE_STORE
                : Completeness.NOT_CHECKED;
    }

    private boolean anyStands(Standing standing) {
        return checkpoints.stream().anyMatch(check -> check.log() == standing);
    }

    private AuditReport.Counts counts() {
        return new AuditReport.Counts(
                audited.chain().events(), audited.signed(), audited.verified(), skipped(), beginning.readAgain());
    }

    private long skipped() {
        return beginning.before() - beginning.readAgain();
    }

    private List<String> notChecked() {
        List<String> words = new ArrayList<>();
        add(words, "signatures", audited.leftUnjudged());
        add(words, "key_events", !audited.knowsAllKeyEvents());
        add(words, "log_after_unknown_version", audited.end() instanceof WalkEnd.UnknownVersion);
        add(words, "store", copies.store().isEmpty());
        add(words, "completeness", completeness() == Completeness.NOT_CHECKED);
        add(words, "history", skipped() > 0);
        add(words, "duplicate_ids", true);
        return words;
    }

    private static void add(List<String> words, String word, boolean holds) {
        if (holds) {
            words.add(word);
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(beginning.notes());
        copies.store().flatMap(StoreReader::note).ifPresent(notes::add);
        copies.unknownStore().ifPresent(why -> notes.add("the store was not read: " + why));
        if (audited.ledger().isEmpty() && audited.signed() > 0) {
            notes.add("the log's first event cannot be read and no store knows whose ledger it is, so no signature was"
                    + " checked: each is over the ledger's id");
        }
        return notes;
    }

    private Optional<AuditMark> mark() {
        Optional<ChainHead> head = audited.openRun().isEmpty()
                ? audited.chain().wholeHead()
                : audited.openRun().flatMap(AuditReportWriter::before);
        return head.map(vouched -> new AuditMark(vouched, beginning.rereadNext()));
    }

    /** An audit never begins inside a run. */
    private static Optional<ChainHead> before(BoundRun run) {
        SealedEvent first = run.events().get(0);
        return first.sequenceValue() == 1
                ? Optional.empty()
                : Optional.of(new ChainHead(Sequence.of(first.sequenceValue() - 1), first.previousHash()));
    }
}
