package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.StepOutline;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.VerifyReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Prints what a cutover in place came to, for a person or as JSON, and says with which exit code the command ends. */
final class CutoverReports {
    private static final Map<BackUpAnswer.Reason, Integer> OF_BACKUP = Map.of(
            BackUpAnswer.Reason.COPY_MISSING, ExitCodes.PRECONDITION,
            BackUpAnswer.Reason.TARGET_UNFIT, ExitCodes.PRECONDITION,
            BackUpAnswer.Reason.NOT_IN_PARITY, ExitCodes.FINDING,
            BackUpAnswer.Reason.DAMAGED, ExitCodes.DAMAGED,
            BackUpAnswer.Reason.UNKNOWN_VERSION, ExitCodes.UNKNOWN_VERSION,
            BackUpAnswer.Reason.UNAVAILABLE, ExitCodes.PRECONDITION);

    private final Output out;
    private final boolean isJson;
    private final Paint paint;
    private final boolean isDryRun;

    CutoverReports(Output out, boolean isJson, Paint paint, boolean isDryRun) {
        this.out = out;
        this.isJson = isJson;
        this.paint = paint;
        this.isDryRun = isDryRun;
    }

    static int exitCode(BackUpAnswer.NotBackedUp why) {
        return OF_BACKUP.getOrDefault(why.reason(), ExitCodes.PRECONDITION);
    }

    /** Each step of a plan on a line of its own. */
    static List<String> stepLines(CutoverPlan plan) {
        List<String> lines = new ArrayList<>();
        for (StepOutline step : plan.steps()) {
            lines.add("step     " + step.name() + changes(step.rowCountChanges()));
        }
        return lines;
    }

    static void writePlan(CutoverPlan plan, JsonGenerator json) throws IOException {
        json.writeStringField("plan", plan.name());
        json.writeStringField("plan_digest", plan.digest().hex());
        json.writeStringField("target_version", plan.targetVersion());
        json.writeArrayFieldStart("steps");
        for (StepOutline step : plan.steps()) {
            json.writeStartObject();
            json.writeStringField("name", step.name());
            json.writeStringField("digest", step.digest().hex());
            writeChanges("declared", step.rowCountChanges(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    int printNothingToDo(Optional<Integer> schema, Optional<VerifyReport> verification) {
        if (isJson) {
            out.line(JsonLine.object(json -> {
                json.writeStringField("outcome", "nothing_to_do");
                if (schema.isPresent()) {
                    json.writeNumberField("schema", schema.get());
                }
                writeVerification(verification, json);
            }));
        } else {
            out.line("the store is up to date"
                    + schema.map(one -> ", schema " + one).orElse("") + ": there is nothing to do");
            verification.ifPresent(report -> {
                out.line("what an earlier run left undecided was settled");
                Reports.lines(report, paint).forEach(out::line);
            });
        }
        return verification.map(Reports::exitCode).orElse(ExitCodes.GOOD);
    }

    int print(CutoverPlan plan, CutoverAnswer answer) {
        return answer.fold(new CutoverAnswer.Cases<>(
                cutOver -> done("committed", cutOver.report()),
                already -> done("already_committed", already.report()),
                refused -> refused(plan, refused),
                aborted -> aborted(plan, aborted),
                unfinished -> unfinished(plan, unfinished)));
    }

    private int done(String outcome, CutoverReport report) {
        if (isJson) {
            out.line(JsonLine.object(json -> {
                writeOutcome(outcome, json);
                writeDone(report, json);
            }));
        } else {
            lines(outcome, report).forEach(out::line);
        }
        return Reports.exitCode(report.verification());
    }

    private List<String> lines(String outcome, CutoverReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(paint.good(words(outcome)) + ": " + report.plan().name() + ", epoch " + report.epochBefore() + " to "
                + report.epochAfter() + ", by " + Visible.text(report.operator()));
        lines.add("boundary " + report.boundary().sequence() + "   "
                + report.boundary().id() + "   behind " + report.previousHead());
        lines.add("digest   " + report.digest());
        report.steps().forEach(step -> lines.add("step     " + step.name() + changes(step.rowCountChanges())));
        report.backup()
                .ifPresent(backup -> lines.add("backup   " + backup.directory() + "   through "
                        + backup.manifest().head().map(Object::toString).orElse("no event")));
        report.fence()
                .ifPresent(fence -> lines.add(
                        String.format(Locale.ROOT, "fence    %,d ms in which nobody could append", fence.toMillis())));
        lines.addAll(Reports.lines(report.verification(), paint));
        if (report.backup().isEmpty() && report.fence().isPresent() && !isDryRun) {
            lines.add("  no backup was made: none was asked for");
        }
        return lines;
    }

    private int refused(CutoverPlan plan, CutoverAnswer.Refused refused) {
        if (isJson) {
            out.line(JsonLine.object(json -> {
                writeOutcome("refused", json);
                writePlan(plan, json);
                Reports.writeTexts(json, "reasons", refused.reasons());
                writeVerification(refused.verification(), json);
            }));
        } else {
            out.line(paint.bad(words("refused")) + ": " + plan.name());
            refused.reasons().forEach(reason -> out.line("  " + Visible.text(reason)));
            refused.verification()
                    .ifPresent(report -> Reports.lines(report, paint).forEach(out::line));
        }
        return refused.verification()
                .map(Reports::exitCode)
                .filter(code -> code != ExitCodes.GOOD)
                .orElse(ExitCodes.PRECONDITION);
    }

    private int aborted(CutoverPlan plan, CutoverAnswer.Aborted aborted) {
        if (isJson) {
            out.line(JsonLine.object(json -> {
                writeOutcome("aborted", json);
                writePlan(plan, json);
                json.writeStringField("stage", aborted.failure().stage().word());
                if (aborted.failure().step().isPresent()) {
                    json.writeStringField("step", aborted.failure().step().get());
                }
                json.writeStringField("why", aborted.failure().why());
                writeBoundary(aborted.voidBoundary(), json);
                if (aborted.outcomePending().isPresent()) {
                    json.writeStringField(
                            "outcome_pending", aborted.outcomePending().get());
                }
            }));
        } else {
            out.line(paint.bad(words("aborted")) + ": " + plan.name()
                    + ". Your tables and the schema are as they were.");
            out.line("  " + Visible.text(aborted.failure().why()));
            aborted.voidBoundary()
                    .ifPresent(boundary -> out.line("  the boundary at sequence " + boundary.sequence() + " is void"));
            aborted.outcomePending()
                    .ifPresent(why -> out.line("  the log does not tell that yet: " + Visible.text(why)));
            out.line("Next: see to the reason, then run it again");
        }
        return ExitCodes.PRECONDITION;
    }

    private int unfinished(CutoverPlan plan, CutoverAnswer.Unfinished unfinished) {
        if (isJson) {
            out.line(JsonLine.object(json -> {
                writeOutcome("unfinished", json);
                writePlan(plan, json);
                json.writeBooleanField("committed", unfinished.isCommitted());
                json.writeStringField("message", unfinished.message());
                writeBoundary(unfinished.boundary(), json);
            }));
        } else {
            out.line(paint.bad(words("unfinished")) + ": " + plan.name());
            out.line("  " + Visible.text(unfinished.message()));
        }
        return ExitCodes.PRECONDITION;
    }

    private String words(String outcome) {
        return (isDryRun ? "dry run on a copy: " : "") + Reports.words(outcome);
    }

    private void writeOutcome(String outcome, JsonGenerator json) throws IOException {
        json.writeStringField("outcome", outcome);
        json.writeBooleanField("dry_run", isDryRun);
    }

    private static void writeDone(CutoverReport report, JsonGenerator json) throws IOException {
        json.writeStringField("plan", report.plan().name());
        json.writeStringField("plan_digest", report.digest().hex());
        json.writeStringField("target_version", report.plan().targetVersion());
        json.writeStringField("phase", report.phase().word());
        json.writeStringField("operator", report.operator());
        json.writeStringField("previous_head", report.previousHead().toString());
        writeBoundary(Optional.of(report.boundary()), json);
        json.writeNumberField("epoch_before", report.epochBefore());
        json.writeNumberField("epoch_after", report.epochAfter());
        json.writeArrayFieldStart("steps");
        for (CutoverReport.Step step : report.steps()) {
            json.writeStartObject();
            json.writeStringField("name", step.name());
            json.writeStringField("digest", step.digest().hex());
            writeChanges("changed", step.rowCountChanges(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (report.backup().isPresent()) {
            json.writeStringField("backup", report.backup().get().directory().toString());
        } else {
            json.writeNullField("backup");
        }
        if (report.fence().isPresent()) {
            json.writeNumberField("fence_millis", report.fence().get().toMillis());
        }
        Reports.writeTexts(json, "not_checked", report.notChecked());
        writeVerification(Optional.of(report.verification()), json);
    }

    private static void writeBoundary(Optional<AppendReceipt> boundary, JsonGenerator json) throws IOException {
        if (boundary.isPresent()) {
            json.writeObjectFieldStart("boundary");
            json.writeNumberField("seq", boundary.get().sequence().value());
            json.writeStringField("id", boundary.get().id().value());
            json.writeStringField("event_hash", boundary.get().hash().hex());
            json.writeEndObject();
        } else {
            json.writeNullField("boundary");
        }
    }

    private static void writeVerification(Optional<VerifyReport> report, JsonGenerator json) throws IOException {
        if (report.isPresent()) {
            json.writeObjectFieldStart("verification");
            Reports.writeJson(report.get(), json);
            json.writeEndObject();
        }
    }

    private static void writeChanges(String key, SortedMap<String, Long> changes, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart(key);
        for (Map.Entry<String, Long> change : changes.entrySet()) {
            json.writeNumberField(change.getKey(), change.getValue());
        }
        json.writeEndObject();
    }

    private static String changes(SortedMap<String, Long> changes) {
        StringBuilder text = new StringBuilder();
        changes.forEach(
                (table, change) -> text.append(String.format(Locale.ROOT, "   %s %+,d", Visible.text(table), change)));
        return text.toString();
    }
}
