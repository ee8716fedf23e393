package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditReport.Authenticity;
import dev.diptych.ports.driving.AuditReport.Completeness;
import dev.diptych.ports.driving.LogVerdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an audit found, for a person and as JSON. */
final class AuditReports {
    private static final int INDENT = 14;

    private final AuditReport report;
    private final Paint paint;

    AuditReports(AuditReport report, Paint paint) {
        this.report = report;
        this.paint = paint;
    }

    static int exitCode(AuditReport report) {
        if (report.log() == LogVerdict.UNKNOWN_VERSION) {
            return ExitCodes.UNKNOWN_VERSION;
        }
        boolean isWrong = report.log() == LogVerdict.DAMAGED
                || report.log() == LogVerdict.FORKED
                || report.authentic() == Authenticity.UNAUTHENTIC
                || report.complete() == Completeness.REWRITTEN;
        if (isWrong) {
            return ExitCodes.DAMAGED;
        }
        return report.isClean() ? ExitCodes.GOOD : ExitCodes.FINDING;
    }

    /**
     * All that a person needs to know, as lines.
     *
     * @param arguments how the same ledger is named in a command, for the next step
     */
    List<String> lines(String arguments) {
        List<String> lines = new ArrayList<>();
        lines.add(counts());
        lines.add(verdict(Reports.words(report.log().word()), report.log() == LogVerdict.INTACT, intact()));
        lines.add(verdict(
                Reports.words(report.authentic().word()), report.authentic() != Authenticity.UNAUTHENTIC, authentic()));
        boolean isShort = report.complete() == Completeness.INCOMPLETE || report.complete() == Completeness.REWRITTEN;
        lines.add(verdict(completeWord(), !isShort, complete()));
        report.checkpoints().forEach(check -> lines.add("  " + CheckpointChecks.line(check, paint)));
        Reports.addFindings(report.findings(), report.findingsTotal(), lines);
        report.notes().forEach(note -> lines.add("  note: " + Visible.text(note)));
        if (!report.notChecked().isEmpty()) {
            lines.add("  not checked: " + String.join(", ", report.notChecked()));
        }
        report.mark().ifPresent(mark -> lines.add("  mark: " + mark));
        if (!report.isClean()) {
            lines.add("  " + next(arguments));
        }
        return lines;
    }

    static void writeJson(AuditReport report, JsonGenerator json) throws IOException {
        json.writeStringField("log", report.log().word());
        json.writeStringField("authentic", report.authentic().word());
        json.writeStringField("complete", report.complete().word());
        json.writeNumberField("events", report.counts().events());
        json.writeNumberField("signed", report.counts().signed());
        json.writeNumberField("verified", report.counts().verified());
        json.writeNumberField("skipped", report.counts().skipped());
        json.writeNumberField("read_again", report.counts().readAgain());
        CheckpointChecks.writeJson(report.checkpoints(), json);
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            json.writeStartObject();
            Reports.writeJson(finding, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("findings_total", report.findingsTotal());
        Reports.writeTexts(json, "not_checked", report.notChecked());
        Reports.writeTexts(json, "notes", report.notes());
        if (report.mark().isPresent()) {
            json.writeStringField("mark", report.mark().get().toString());
        } else {
            json.writeNullField("mark");
        }
    }

    private String counts() {
        AuditReport.Counts counts = report.counts();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "log %,d · signed %,d · signatures found good %,d",
                counts.events(),
                counts.signed(),
                counts.verified()));
        if (counts.skipped() > 0) {
            text.append(String.format(Locale.ROOT, " · taken on trust %,d", counts.skipped()));
        }
        if (counts.readAgain() > 0) {
            text.append(String.format(Locale.ROOT, " · read again %,d", counts.readAgain()));
        }
        return text.toString();
    }

    private String verdict(String word, boolean good, String sentence) {
        String padding = " ".repeat(Math.max(1, INDENT - word.length()));
        return "  " + (good ? paint.good(word) : paint.bad(word)) + padding + sentence;
    }

    private String intact() {
        return switch (report.log()) {
            case INTACT ->
                "every line that was read is what was sealed, and linked to the one before"
                        + (report.isUndecided()
                                ? "; it ends with a transaction of which nothing tells yet how it ended"
                                : "");
            case TORN_TAIL -> "behind the last whole batch lies what was never acknowledged";
            case DAMAGED -> "a line is not what was sealed, or is where no writer puts it";
            case FORKED -> "there are two histories: different sound events at one sequence";
            case UNKNOWN_VERSION -> "it holds what only a newer Diptych understands";
        };
    }

    private String authentic() {
        return switch (report.authentic()) {
            case AUTHENTIC ->
                "every signature met is good, by a key trusted there, and none that is demanded is missing";
            case UNAUTHENTIC -> "a signature or a key is not as it should be";
            case UNSIGNED -> "no event is signed and none has to be: nobody vouches for anything";
            case NOT_CHECKED -> "there are signatures, and nobody said whom to trust: name them with --allowed-signers";
        };
    }

    private String completeWord() {
        return report.complete() == Completeness.AS_FAR_AS_THE_STORE
                ? "complete"
                : Reports.words(report.complete().word());
    }

    private String complete() {
        return switch (report.complete()) {
            case COMPLETE -> "it extends every checkpoint given, and nothing that the store remembers is missing";
            case AS_FAR_AS_THE_STORE ->
                "as far as the store remembers; without a checkpoint (--against) both copies may have been cut together";
            case INCOMPLETE -> "it lacks what the store or a checkpoint remembers";
            case REWRITTEN -> "it has something else where the store or a checkpoint remembers an event";
            case NOT_CHECKED -> "nobody remembers anything that could be compared: no checkpoint was given";
        };
    }

    private String next(String arguments) {
        if (exitCode(report) == ExitCodes.UNKNOWN_VERSION) {
            return "Next: a newer Diptych";
        }
        if (report.log() == LogVerdict.TORN_TAIL && exitCode(report) == ExitCodes.FINDING) {
            return "Next: diptych recover" + arguments + ", which keeps the torn tail in quarantine and cuts it";
        }
        if (report.isUndecided()
                && exitCode(report) == ExitCodes.FINDING
                && report.complete() != Completeness.INCOMPLETE) {
            return "Next: diptych recover" + arguments + ", which settles the transaction and tells its outcome";
        }
        return "Nothing was changed. Next: keep both copies as they are; diptych verify" + arguments
                + " tells whether the other copy still has what was sealed";
    }
}
