package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driven.LogRefusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Why a log is not taken for writing, in full sentences. */
final class Refusals {
    private final LogDirectory directory;

    Refusals(LogDirectory directory) {
        this.directory = directory;
    }

    LogRefusal locked(Optional<WriterRecord> writer) {
        Optional<Long> pid = writer.flatMap(WriterRecord::open).map(WriterRecord.Open::pid);
        return new LogRefusal.Locked(
                pid.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                log() + " is held by " + pid.map(number -> "process " + number).orElse("another process")
                        + ", and has one writer at a time. " + next("wait until it ends, or stop it", "status"));
    }

    LogRefusal foreign(List<String> names) {
        return new LogRefusal.ForeignFiles(
                names,
                log() + " holds what is no segment: expected only names such as "
                        + Segment.beginningAt(1) + ", found "
                        + String.join(", ", names.subList(0, Math.min(10, names.size())))
                        + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : "")
                        + ". " + next("move them elsewhere", "verify"));
    }

    LogRefusal damaged(List<Finding> findings, long total) {
        return new LogRefusal.Damaged(
                findings,
                total,
                log() + " is damaged: " + (findings.isEmpty() ? "" : findings.get(0))
                        + (total > 1 ? ", and " + (total - 1) + " more findings" : "")
                        + ". Damage is never cut. " + next("bring the lines back from a backup", "verify"));
    }

    LogRefusal behindStore(Optional<ChainHead> logHead, ChainHead storeHead) {
        return new LogRefusal.BehindStore(
                logHead,
                storeHead,
                log() + " "
                        + logHead.map(head -> "ends at sequence " + head.sequence())
                                .orElse("has no whole batch")
                        + ", and the store has events through sequence " + storeHead.sequence()
                        + ": the log was cut or replaced. " + next("bring the log back from a backup", "verify"));
    }

    LogRefusal forked(Sequence at, EventHash logHash, EventHash storeHash) {
        return new LogRefusal.Forked(
                at,
                logHash,
                storeHash,
                log() + " and the store have different events at sequence " + at + ": hash " + logHash.hex()
                        + " in the log, " + storeHash.hex() + " in the store. "
                        + next(
                                "find out which copy is the right one, and bring the other back from a backup",
                                "verify"));
    }

    LogRefusal otherLedger(LedgerId logLedger, LedgerId storeLedger) {
        return new LogRefusal.OtherLedger(
                logLedger,
                storeLedger,
                log() + " belongs to ledger " + logLedger.hex() + ", and the store to ledger " + storeLedger.hex()
                        + ". " + next("give the store that belongs to this log", "status"));
    }

    LogRefusal unknownVersion(WalkEnd.UnknownVersion met) {
        return new LogRefusal.UnknownVersion(log() + " has a line of version " + met.version() + " at sequence "
                + met.sequence() + ", and this program knows version " + SealedEvent.FORMAT_VERSION + ". "
                + next("use the newer program that wrote it", "verify"));
    }

    LogRefusal unknownOwnEvent(long sequence) {
        return new LogRefusal.UnknownVersion(log() + " has an event at sequence " + sequence
                + " that decides about others in a way that this program does not know (it is bound, or of a type that begins"
                + " with diptych.). It can be read and not written. "
                + next("use the newer program that wrote it", "show " + sequence));
    }

    LogRefusal unvouched(WalkEnd.Torn torn) {
        return new LogRefusal.TornTailUnvouched(
                torn.from(),
                torn.bytes(),
                log() + " ends in " + torn.bytes() + " bytes that are no whole batch, in " + torn.from()
                        + ", and no store is there to vouch that they were never acknowledged. "
                        + next("if they may go to quarantine, ask for that", "recover --cut-torn-tail"));
    }

    private String log() {
        return "the log " + directory.path();
    }

    private String next(String step, String command) {
        return "Nothing was changed. Next: " + step + " (diptych " + command + " --dir " + directory.parent() + ")";
    }
}
