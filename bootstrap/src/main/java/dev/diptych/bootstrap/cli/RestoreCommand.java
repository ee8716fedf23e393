package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driving.RestoreAnswer;
import dev.diptych.ports.driving.RestoreReport;
import dev.diptych.ports.driving.RestoreRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of a ledger. */
@Command(
        name = "restore",
        sortOptions = false,
        description =
                "Puts a backup in the place of the ledger in --dir, after it was verified against its manifest and as a"
                        + " ledger of its own. What was there stays beside it, under names with .aside-N.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych restore kept/monday --dir mirror",
            "  diptych restore kept/monday --dir mirror --store-only",
            "  diptych restore kept/monday --dir mirror --lose-events 12 --lost lost.jsonl",
            "",
            "Exits with 0 if the backup is in its place, 3 if it is of another history or events would be lost, 6 if the"
                    + " backup is damaged, 4 if a newer program wrote it, 7 if it cannot be restored there."
        })
final class RestoreCommand extends LedgerCommand {
    private static final Map<RestoreAnswer.Reason, Integer> CODES = Map.of(
            RestoreAnswer.Reason.NO_BACKUP, ExitCodes.PRECONDITION,
            RestoreAnswer.Reason.BACKUP_DAMAGED, ExitCodes.DAMAGED,
            RestoreAnswer.Reason.UNKNOWN_VERSION, ExitCodes.UNKNOWN_VERSION,
            RestoreAnswer.Reason.FORK, ExitCodes.FINDING,
            RestoreAnswer.Reason.PREDATES_CUTOVER, ExitCodes.PRECONDITION,
            RestoreAnswer.Reason.WOULD_LOSE_EVENTS, ExitCodes.FINDING,
            RestoreAnswer.Reason.LOG_UNFIT, ExitCodes.PRECONDITION,
            RestoreAnswer.Reason.LEDGER_LOCKED, ExitCodes.PRECONDITION,
            RestoreAnswer.Reason.OTHER_RESTORE_BEGUN, ExitCodes.PRECONDITION,
            RestoreAnswer.Reason.UNAVAILABLE, ExitCodes.PRECONDITION);

    @Parameters(paramLabel = "BACKUP", description = "The directory of a backup.")
    private Path backup = Path.of("");

    @Option(
            names = "--store-only",
            description =
                    "Replaces the store alone. The log stays, and the next opening rolls the store forward from it.")
    private boolean storeOnly;

    @Option(
            names = "--lose-events",
            paramLabel = "COUNT",
            description =
                    "Allows that so many events, which came behind the backup, are lost: the true number, or the word"
                            + " unknown where it cannot be told.")
    private String loseEvents = "0";

    @Option(
            names = "--lost",
            paramLabel = "FILE",
            description =
                    "Writes each event that is lost, or would be, to FILE: its line, as the log has it. FILE must not be"
                            + " there yet.")
    private Optional<Path> lost = Optional.empty();

    RestoreCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Path from = console().resolve(backup);
        RestoreRequest request =
                (storeOnly ? RestoreRequest.storeOnly(from) : RestoreRequest.bothCopies(from)).consenting(consent());
        RestoreAnswer answer;
        try (LongWork work = LongWork.begin(console(), "restoring", "events", 1)) {
            answer = restored(request.tellingProgressTo(work));
        }
        return answer.fold(
                restored -> {
                    print(restored.report());
                    return ExitCodes.GOOD;
                },
                refused -> {
                    throw failure(refused);
                });
    }

    private RestoreAnswer restored(RestoreRequest request) throws IOException {
        if (lost.isEmpty()) {
            return ledger().restore(request);
        }
        try (OutputStream file = Files.newOutputStream(
                console().resolve(lost.get()),
                java.nio.file.StandardOpenOption.CREATE_NEW,
                java.nio.file.StandardOpenOption.WRITE)) {
            return ledger().restore(request.tellingLostTo((sequence, line) -> write(file, sequence, line)));
        }
    }

    private static void write(OutputStream file, Sequence sequence, byte[] line) {
        try {
            file.write(line);
            file.write('\n');
        } catch (IOException failed) {
            throw new UncheckedIOException("event " + sequence + " cannot be kept", failed);
        }
    }

    private RestoreRequest.Consent consent() {
        if (loseEvents.equals("unknown")) {
            return RestoreRequest.Consent.UNKNOWN_NUMBER;
        }
        if (!loseEvents.matches("[0-9]{1,16}")) {
            throw CommandFailure.usage("--lose-events: expected a number or the word unknown, found " + loseEvents);
        }
        return RestoreRequest.Consent.toLose(Long.parseLong(loseEvents));
    }

    private CommandFailure failure(RestoreAnswer.NotRestored refused) {
        refused.details().stream().limit(10).forEach(detail -> console().say("  " + Visible.text(detail)));
        Integer code = Optional.ofNullable(CODES.get(refused.reason())).orElse(ExitCodes.PRECONDITION);
        return CommandFailure.of(code, refused.reason().name().toLowerCase(Locale.ROOT), refused.message());
    }

    private void print(RestoreReport report) {
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeStringField("outcome", "restored");
                json.writeStringField("parts", report.parts().name().toLowerCase(Locale.ROOT));
                BackupCommand.writeJson(report.manifest(), json);
                if (report.lost().isPresent()) {
                    json.writeNumberField("lost", report.lost().getAsLong());
                } else {
                    json.writeNullField("lost");
                }
                Reports.writeTexts(json, "aside", report.aside());
                json.writeBooleanField("resumed", report.resumed());
                json.writeObjectFieldStart("verification");
                Reports.writeJson(report.verification(), json);
                json.writeEndObject();
                Reports.writeTexts(json, "not_checked", report.notChecked());
            }));
            return;
        }
        out().line((report.resumed() ? "finished a restore that was begun before: " : "restored ")
                + (report.parts() == RestoreRequest.Parts.BOTH ? "both copies" : "the store")
                + report.manifest().head().map(head -> " as of " + head).orElse(", without events"));
        if (report.lost().isPresent() && report.lost().getAsLong() > 0) {
            out().line(String.format(
                    Locale.ROOT,
                    "  %,d %s no longer in the ledger",
                    report.lost().getAsLong(),
                    report.lost().getAsLong() == 1 ? "event is" : "events are"));
        }
        if (!report.aside().isEmpty()) {
            out().line("  what was there is kept as " + String.join(", ", report.aside()));
        }
        Reports.lines(report.verification(), paint()).forEach(out()::line);
        out().line("  not checked: " + String.join(", ", report.notChecked()));
    }
}
