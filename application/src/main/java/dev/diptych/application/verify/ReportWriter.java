package dev.diptych.application.verify;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the report of what a walk found. */
final class ReportWriter {
    private static final EventSetParity NOTHING_COMPARED = new EventSetParity(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Copies copies;
    private final Beginning beginning;
    private final Verification.Walked walked;

    ReportWriter(Copies copies, Beginning beginning, Verification.Walked walked) {
        this.copies = copies;
        this.beginning = beginning;
        this.walked = walked;
    }

    VerifyReport write() {
        boolean ledgersDiffer = noteOtherLedger();
        EventSetParity counts = counts(ledgersDiffer);
        // A store that could not be read is not known to agree with anything.
        ParityVerdict parity = walked.compared().isPresent() ? counts.verdict() : ParityVerdict.DIVERGED;
        LogVerdict log = logVerdict(counts);
        List<CheckpointCheck> checkpoints = checkpoints();
        boolean isClean = parity == ParityVerdict.IN_PARITY
                && log == LogVerdict.INTACT
                && checkpoints.stream().allMatch(CheckpointCheck::isFine);
        return new VerifyReport(
                beginning.level(),
                parity,
                log,
                beginning.level() == ParityLevel.QUICK ? Optional.empty() : Optional.of(counts),
                checkpoints,
                walked.findings().listed(),
                walked.findings().total(),
                notChecked(),
                notes(),
                isClean && beginning.level() != ParityLevel.QUICK ? mark() : Optional.empty());
    }

    /** Two born copies with different ids are strangers, and rows belong to a ledger. */
    private boolean noteOtherLedger() {
        if (walked.compared().isEmpty()) {
            return false;
        }
        Optional<LedgerId> log = walked.logLedger();
        Optional<LedgerId> store = copies.storeLedger();
        boolean isRowOfNobody =
                store.isEmpty() && walked.compared().get().counts().storeEvents() > 0;
        boolean areStrangers = log.isPresent() && store.isPresent() && !log.equals(store);
        if (isRowOfNobody || areStrangers) {
            walked.findings()
                    .ofParity(Finding.of(FindingKind.MISMATCH)
                            .withFields(List.of("ledger_id"))
                            .withHashes(new Finding.SideHashes(
                                    log.map(LedgerId::hex), store.map(LedgerId::hex), "neither")));
        }
        return isRowOfNobody || areStrangers;
    }

    /** The counts of the part that was read, and the events before it, which an earlier verification counted. */
    private EventSetParity counts(boolean ledgersDiffer) {
        EventSetParity read = walked.compared().map(Comparison.Outcome::counts).orElse(NOTHING_COMPARED);
        long before = beginning.skipped();
        return new EventSetParity(
                walked.chain().events() + before,
                read.storeEvents() + before,
                read.matched() + before,
                read.missingInStore(),
                read.missingInLog(),
                read.mismatched() + (ledgersDiffer ? 1 : 0),
                read.pending(),
                read.inFlight(),
                read.duplicateIds(),
                read.voidFlags(),
                walked.undecided());
    }

    private List<CheckpointCheck> checkpoints() {
        Optional<LedgerId> ledger = walked.logLedger().or(copies::storeLedger);
        walked.witnesses().findings(ledger).forEach(walked.findings()::ofCheckpoint);
        return walked.witnesses().checks(ledger);
    }

    private LogVerdict logVerdict(EventSetParity counts) {
        if (walked.end() instanceof WalkEnd.UnknownVersion) {
            return LogVerdict.UNKNOWN_VERSION;
        }
        if (walked.end() instanceof WalkEnd.Damaged || walked.transactionsMalformed() || counts.duplicateIds() > 0) {
            return LogVerdict.DAMAGED;
        }
        if (walked.compared().filter(Comparison.Outcome::forked).isPresent()) {
            return LogVerdict.FORKED;
        }
        return walked.tail().isPresent() && !walked.isHeld() ? LogVerdict.TORN_TAIL : LogVerdict.INTACT;
    }

    private List<String> notChecked() {
        List<String> words = new ArrayList<>();
        if (copies.store().isEmpty()) {
            words.add("store");
        }
        if (walked.end() instanceof WalkEnd.UnknownVersion) {
            words.add("log_after_unknown_version");
        }
        boolean isRowUnjudged =
                walked.compared().filter(Comparison.Outcome::voidFlagsUnjudged).isPresent();
        if (walked.chain().voidFlagsUnjudged() || isRowUnjudged) {
            words.add("void_flags");
        }
        if (walked.chain().metSignature()) {
            words.add("signatures");
        }
        if (beginning.skipped() > 0 || beginning.rowsAfter() > 0) {
            words.add("history");
        }
        return words;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(beginning.notes());
        copies.store().flatMap(StoreReader::note).ifPresent(notes::add);
        copies.unknownStore().ifPresent(why -> notes.add("the store was not read: " + why));
        return notes;
    }

    /** The store's newest event; before its run if it is bound, whose outcome a writer is about to tell. */
    private Optional<VerifiedMark> mark() {
        Optional<SealedEvent> newest = row(copies.frozenHead());
        while (newest.isPresent() && newest.get().isBound()) {
            newest = row(newest.get().sequenceValue() - 1);
        }
        return newest.map(SealedEvent::asHead).map(VerifiedMark::new);
    }

    private Optional<SealedEvent> row(long sequence) {
        return sequence < 1 ? Optional.empty() : copies.store().flatMap(reader -> reader.find(Sequence.of(sequence)));
    }
}
