package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.bootstrap.config.MirrorDirectory;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import dev.diptych.ports.driving.StoreCutoverReport;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** What a cutover to another store came to, for a person and as JSON. */
final class StoreCutoverReports {
    private final LedgerCommand command;
    private final URI to;
    private final URI from;
    private final String argumentsFromNowOn;

    StoreCutoverReports(LedgerCommand command, URI to) {
        this.command = command;
        this.to = to;
        MirrorDirectory directory = command.ledger().configuration().directory();
        this.from = command.ledger().configuration().store();
        this.argumentsFromNowOn = directory.isOwnStore(to)
                ? command.options().asArgumentsWithoutStore()
                : command.options().asArgumentsWithoutStore() + " --store " + to;
    }

    /** @param outcome as JSON spells it */
    void print(String outcome, StoreCutoverReport report) {
        if (command.isJson()) {
            command.out().line(JsonLine.object(json -> writeJson(outcome, report, json)));
            return;
        }
        line(report.boundary()
                .map(boundary -> command.paint().good("cut over")
                        + ": from sequence " + boundary.sequence() + " on, store " + report.to()
                        + " has the place of store "
                        + report.from())
                .orElseGet(() -> command.paint().good("nothing is in the way")
                        + ": store " + report.to() + " can take the place of store " + report.from()
                        + "; nothing was appended"));
        line("  before        " + from + "   read only"
                + (report.boundary().isPresent() ? "; nobody can write it any more" : ""));
        line(String.format(
                Locale.ROOT,
                "  %s   %s   epoch %d · through sequence %s · %,d rows copied · %,d taken up",
                report.boundary().isPresent() ? "from now on" : "candidate  ",
                to,
                report.epoch(),
                report.boundary()
                        .map(ChainHead::sequence)
                        .orElse(report.previousHead().sequence()),
                report.copied(),
                report.takenUp()));
        Reports.lines(report.verification(), command.paint()).forEach(text -> line("  " + text));
        report.fence()
                .ifPresent(held -> line(String.format(
                        Locale.ROOT,
                        "  the ledger was held for %,d ms; what came since was verified then",
                        held.toMillis())));
        report.notes().forEach(note -> line("  note: " + Visible.text(note)));
        line(
                report.boundary().isPresent()
                        ? "  next: open it with the new store: diptych status" + argumentsFromNowOn
                        : "  next: diptych cutover run" + command.options().asArguments() + " --to " + to
                                + ", which takes the candidate up");
    }

    void printFindings(StoreCutoverRefusal.Findings findings) {
        if (command.isJson()) {
            command.out().line(JsonLine.object(json -> {
                json.writeStringField("outcome", "refused");
                json.writeStringField("error", "findings");
                json.writeStringField("message", findings.message());
                json.writeObjectFieldStart("verification");
                Reports.writeJson(findings.verification(), json);
                json.writeEndObject();
            }));
            return;
        }
        command.console().say(command.paint().bad("diptych: ") + findings.message());
        Reports.lines(findings.verification(), command.paint()).forEach(this::line);
    }

    private void writeJson(String outcome, StoreCutoverReport report, JsonGenerator json) throws IOException {
        json.writeStringField("outcome", outcome);
        json.writeStringField("ledger_id", report.ledger().hex());
        json.writeObjectFieldStart("from");
        json.writeStringField("location", from.toString());
        json.writeStringField("store_id", report.from().value());
        json.writeEndObject();
        json.writeObjectFieldStart("to");
        json.writeStringField("location", to.toString());
        json.writeStringField("store_id", report.to().value());
        json.writeNumberField("epoch", report.epoch());
        json.writeEndObject();
        json.writeStringField("head", report.previousHead().toString());
        if (report.boundary().isPresent()) {
            json.writeStringField("boundary", report.boundary().get().toString());
        }
        json.writeNumberField("copied", report.copied());
        json.writeNumberField("taken_up", report.takenUp());
        json.writeNumberField("rounds", report.rounds());
        json.writeObjectFieldStart("verification");
        Reports.writeJson(report.verification(), json);
        json.writeEndObject();
        if (report.behindFence().isPresent()) {
            json.writeObjectFieldStart("verification_behind_fence");
            Reports.writeJson(report.behindFence().get(), json);
            json.writeEndObject();
        }
        if (report.fence().isPresent()) {
            json.writeNumberField("fence_millis", report.fence().get().toMillis());
        }
        Reports.writeTexts(json, "notes", report.notes());
        json.writeStringField("arguments_from_now_on", argumentsFromNowOn.strip());
    }

    private void line(String text) {
        command.out().line(text);
    }
}
