package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies both copies at one sequence. */
@Command(
        name = "backup",
        sortOptions = false,
        description =
                "Copies log and store, at one sequence, into TARGET, beside a writer or without one; verifies what was"
                        + " copied, and writes its manifest last. Takes no lock and writes nothing into the ledger.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych backup --dir mirror kept/monday",
            "  diptych backup --dir mirror kept/monday --json | jq -r .head",
            "",
            "Exits with 0 if the backup is there, 3 if the ledger is not in parity, 6 if it is damaged, 4 if a newer program"
                    + " wrote it, 7 if it cannot be backed up to there."
        })
final class BackupCommand extends LedgerCommand {
    private static final Map<BackUpAnswer.Reason, Integer> CODES = Map.of(
            BackUpAnswer.Reason.COPY_MISSING, ExitCodes.PRECONDITION,
            BackUpAnswer.Reason.TARGET_UNFIT, ExitCodes.PRECONDITION,
            BackUpAnswer.Reason.NOT_IN_PARITY, ExitCodes.FINDING,
            BackUpAnswer.Reason.DAMAGED, ExitCodes.DAMAGED,
            BackUpAnswer.Reason.UNKNOWN_VERSION, ExitCodes.UNKNOWN_VERSION,
            BackUpAnswer.Reason.UNAVAILABLE, ExitCodes.PRECONDITION);

    @Parameters(paramLabel = "TARGET", description = "A directory that is not there yet, or is empty.")
    private Path target = Path.of("");

    BackupCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        BackUpAnswer answer;
        try (LongWork work = LongWork.begin(console(), "backing up", "events", 1)) {
            answer = existingLedger().backup(console().resolve(target), work.untilStopped());
        }
        return answer.fold(
                made -> {
                    print(made.report());
                    return ExitCodes.GOOD;
                },
                refused -> {
                    throw failure(refused);
                });
    }

    private CommandFailure failure(BackUpAnswer.NotBackedUp refused) {
        refused.findings().stream()
                .limit(10)
                .map(Finding::toString)
                .forEach(finding -> console().say("  " + Visible.text(finding)));
        Integer code = Optional.ofNullable(CODES.get(refused.reason())).orElse(ExitCodes.PRECONDITION);
        return CommandFailure.of(code, refused.reason().name().toLowerCase(Locale.ROOT), refused.message());
    }

    private void print(BackUpReport report) {
        BackUpManifest manifest = report.manifest();
        long bytes = manifest.files().stream()
                .mapToLong(BackUpManifest.FileEntry::bytes)
                .sum();
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeStringField("outcome", "backed_up");
                json.writeStringField("directory", report.directory().toString());
                writeJson(manifest, json);
                json.writeNumberField("bytes", bytes);
                json.writeBooleanField("undecided", report.undecided());
                json.writeObjectFieldStart("verification");
                Reports.writeJson(report.verification(), json);
                json.writeEndObject();
                Reports.writeTexts(json, "not_checked", report.notChecked());
            }));
            return;
        }
        out().line(String.format(
                Locale.ROOT,
                "backed up to %s: %,d files, %,d bytes%s",
                report.directory(),
                manifest.files().size(),
                bytes,
                manifest.head().map(head -> " · head " + head).orElse(" · no events yet")));
        out().line("  verified: " + Reports.line(report.verification(), paint()));
        if (report.undecided()) {
            out().line("  it ends inside a transaction whose outcome was not told yet; whoever opens it settles that");
        }
        if (!report.notChecked().isEmpty()) {
            out().line("  not checked: " + String.join(", ", report.notChecked()));
        }
    }

    static void writeJson(BackUpManifest manifest, JsonGenerator json) throws IOException {
        writeText(json, "ledger_id", manifest.store().ledgerId().map(LedgerId::toString));
        json.writeStringField("store_id", manifest.store().storeId().toString());
        json.writeNumberField("store_schema", manifest.store().schema());
        json.writeNumberField("epoch", manifest.store().epoch());
        writeText(json, "head", manifest.head().map(ChainHead::toString));
        json.writeStringField("created_at", manifest.createdAt().toString());
        json.writeArrayFieldStart("files");
        for (BackUpManifest.FileEntry file : manifest.files()) {
            json.writeStartObject();
            json.writeStringField("name", file.name());
            json.writeNumberField("bytes", file.bytes());
            json.writeStringField("sha256", file.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeText(JsonGenerator json, String key, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(key, value.get());
        } else {
            json.writeNullField(key);
        }
    }
}
