package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.ReplayReport;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Brings the store up to the log. */
@Command(
        name = "replay",
        sortOptions = false,
        description = "Inserts the log's events that the store lacks, in order. Makes the store if there is none; adds"
                + " nothing to the log. Can be stopped and begun again anywhere.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych replay --dir mirror",
            "  rm mirror/store.db* && diptych replay --dir mirror && diptych verify --dir mirror"
        })
final class ReplayCommand extends LedgerCommand {
    ReplayCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        ReplayAnswer answer;
        try (LongWork work = LongWork.begin(console(), "replaying", "events", 1)) {
            answer = ledger().replay(work.untilStopped());
        }
        return answer.fold(
                replayed -> {
                    print(replayed.report(), Optional.empty());
                    return ExitCodes.GOOD;
                },
                stopped -> {
                    CommandFailure why = RefusalExit.of(stopped.refusal());
                    print(stopped.report(), Optional.of(why));
                    return why.exitCode();
                },
                notBegun -> {
                    throw RefusalExit.of(notBegun.refusal());
                });
    }

    private void print(ReplayReport report, Optional<CommandFailure> stopped) {
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeStringField("outcome", stopped.isPresent() ? "stopped" : "replayed");
                writeJson(report, json);
                if (stopped.isPresent()) {
                    json.writeStringField("error", stopped.get().word());
                    json.writeStringField("message", stopped.get().getMessage());
                }
            }));
            return;
        }
        report.cut()
                .ifPresent(cut -> console()
                        .say(String.format(
                                Locale.ROOT,
                                "recovered: %,d bytes of a torn tail were cut; they are kept in quarantine as %s",
                                cut.bytes(),
                                cut.quarantined())));
        out().line(String.format(
                Locale.ROOT,
                "replayed %,d events: %,d inserted · %,d already present%s%s",
                report.eventsRead(),
                report.inserted(),
                report.alreadyPresent(),
                report.storeMade() ? " · the store was made" : "",
                report.head().map(head -> " · head " + head).orElse("")));
        if (report.undecided() > 0) {
            out().line(String.format(
                    Locale.ROOT,
                    "  undecided: %,d bound %s left as %s. Next: diptych recover%s, which finds out how the transaction ended",
                    report.undecided(),
                    report.undecided() == 1 ? "event at the end, which was" : "events at the end, which were",
                    report.undecided() == 1 ? "it is" : "they are",
                    options().asArguments()));
        }
        if (!report.notChecked().isEmpty()) {
            out().line("  not checked: " + String.join(", ", report.notChecked()));
        }
        stopped.ifPresent(why -> console().say(paint().bad("stopped: ") + why.getMessage()));
    }

    private static void writeJson(ReplayReport report, JsonGenerator json) throws IOException {
        json.writeNumberField("events_read", report.eventsRead());
        json.writeNumberField("inserted", report.inserted());
        json.writeNumberField("already_present", report.alreadyPresent());
        json.writeNumberField("undecided", report.undecided());
        json.writeBooleanField("store_made", report.storeMade());
        if (report.head().isPresent()) {
            json.writeStringField("head", report.head().get().toString());
        }
        if (report.cut().isPresent()) {
            json.writeNumberField("cut_bytes", report.cut().get().bytes());
            json.writeStringField("quarantined", report.cut().get().quarantined());
        }
        Reports.writeTexts(json, "not_checked", report.notChecked());
    }
}
