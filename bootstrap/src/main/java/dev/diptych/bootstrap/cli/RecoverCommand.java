package dev.diptych.bootstrap.cli;

import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.LogOpeningReport;
import dev.diptych.ports.driving.OpeningReport;
import dev.diptych.ports.driving.RecoverAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mends what a crash left. */
@Command(
        name = "recover",
        sortOptions = false,
        description =
                "Does what opening for writing does by itself, and nothing else: keeps a torn tail in quarantine and"
                        + " cuts it, rolls the store forward, and finds out how a transaction ended that a dead process left"
                        + " undecided.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych recover --dir mirror",
            "  diptych recover --dir mirror --cut-torn-tail",
            "",
            "Damage is never cut: diptych verify says where it is."
        })
final class RecoverCommand extends LedgerCommand {
    @Option(
            names = "--cut-torn-tail",
            description =
                    "Cuts a torn tail even where no store is there to vouch that it was never acknowledged. The bytes"
                            + " are kept in quarantine.")
    private boolean cutTornTail;

    RecoverCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        RecoverAnswer answer = cutTornTail ? ledger().recoverCuttingTornTail() : ledger().recover();
        return answer.fold(
                recovered -> {
                    OpeningReport report = recovered.report();
                    List<String> lines = new ArrayList<>(Reports.mended(report));
                    if (!report.hasMended()) {
                        lines.add("nothing to mend");
                    }
                    print("recovered", report.log(), report.rolledForward(), report.settled(), lines);
                    return ExitCodes.GOOD;
                },
                logOnly -> {
                    List<String> lines = new ArrayList<>();
                    logOnly.report()
                            .cut()
                            .ifPresent(cut -> lines.add(String.format(
                                    Locale.ROOT,
                                    "recovered: %,d bytes of a torn tail were cut; they are kept in quarantine as %s",
                                    cut.bytes(),
                                    cut.quarantined())));
                    lines.add("the log is ready, and there is no store. Next: diptych replay"
                            + options().asArguments());
                    print("log_only", logOnly.report(), 0, Optional.empty(), lines);
                    return ExitCodes.GOOD;
                },
                notRecovered -> {
                    throw RefusalExit.of(notRecovered.refusal());
                });
    }

    private void print(
            String outcome,
            LogOpeningReport log,
            long rolledForward,
            Optional<OutcomeRecord> settled,
            List<String> lines) {
        if (!isJson()) {
            lines.forEach(out()::line);
            return;
        }
        out().line(JsonLine.object(json -> {
            json.writeStringField("outcome", outcome);
            json.writeNumberField("rolled_forward", rolledForward);
            if (settled.isPresent()) {
                OutcomeRecord told = settled.get();
                json.writeObjectFieldStart("settled");
                json.writeStringField("outcome", told.outcome().word());
                json.writeNumberField("first_seq", told.first().value());
                json.writeNumberField("last_seq", told.last().value());
                json.writeStringField("decided_by", told.decidedBy().word());
                json.writeEndObject();
            }
            if (log.cut().isPresent()) {
                json.writeNumberField("cut_bytes", log.cut().get().bytes());
                json.writeStringField("quarantined", log.cut().get().quarantined());
            }
            if (log.head().isPresent()) {
                json.writeStringField("head", log.head().get().toString());
            }
            Reports.writeTexts(json, "notes", lines);
        }));
    }
}
