package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import java.net.URI;

/** Cuts over to another store for a command, and tells what it came to. */
final class StoreCutoverRun {
    private final LedgerCommand command;
    private final URI to;

    StoreCutoverRun(LedgerCommand command, URI to) {
        this.command = command;
        this.to = to;
    }

    /** Cuts over, waiting for whoever holds the ledger if that is wanted, and answers with the exit code. */
    int cutOver(boolean waits) {
        Diptych ledger = command.existingLedger();
        StoreCutoverAnswer answer;
        try (StoreCutoverWork work = new StoreCutoverWork(command.console(), waits)) {
            answer = ledger.cutOverStore(to, work);
        }
        return tell(answer);
    }

    /** Does all of it but the cutover itself, and answers with the exit code. */
    int dryRun() {
        Diptych ledger = command.existingLedger();
        StoreCutoverAnswer answer;
        try (StoreCutoverWork work = new StoreCutoverWork(command.console(), false)) {
            answer = ledger.dryRunStoreCutover(to, work);
        }
        return tell(answer);
    }

    private int tell(StoreCutoverAnswer answer) {
        StoreCutoverReports reports = new StoreCutoverReports(command, to);
        return answer.fold(
                done -> {
                    reports.print("cut_over", done.report());
                    return ExitCodes.GOOD;
                },
                rehearsed -> {
                    reports.print("rehearsed", rehearsed.report());
                    return ExitCodes.GOOD;
                },
                refused -> refuse(refused.refusal(), reports),
                unknown -> {
                    throw CommandFailure.of(ExitCodes.PRECONDITION, "outcome_unknown", unknown.message());
                });
    }

    private static int refuse(StoreCutoverRefusal refusal, StoreCutoverReports reports) {
        if (refusal instanceof StoreCutoverRefusal.Findings findings) {
            reports.printFindings(findings);
            return Reports.exitCode(findings.verification());
        }
        if (refusal instanceof StoreCutoverRefusal.NotTaken notTaken) {
            throw RefusalExit.of(notTaken.refusal());
        }
        throw CommandFailure.of(ExitCodes.PRECONDITION, word(refusal), refusal.message());
    }

    private static String word(StoreCutoverRefusal refusal) {
        if (refusal instanceof StoreCutoverRefusal.NotQuiescent) {
            return "not_quiescent";
        }
        return refusal instanceof StoreCutoverRefusal.CandidateUnfit ? "candidate_unfit" : "not_written";
    }
}
