package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an append came to, for a person and as JSON. Where standard output has the receipts, people read standard error. */
final class AppendReport {
    private final Console console;
    private final Paint paint;
    private final boolean json;
    private final boolean receipts;

    AppendReport(Console console, Paint paint, boolean json, boolean receipts) {
        this.console = console;
        this.paint = paint;
        this.json = json;
        this.receipts = receipts;
    }

    void print(AppendTally tally, SkippedLines kept, Optional<VerifyReport> verification, boolean stopped) {
        if (json) {
            console.out().line(jsonOf(tally, kept, verification, stopped));
            return;
        }
        for (String line : lines(tally, kept, verification, stopped)) {
            if (receipts) {
                console.say(line);
            } else {
                console.out().line(line);
            }
        }
        tally.pendingCause()
                .ifPresent(
                        cause -> console.say(paint.warning(String.format(Locale.ROOT, "%,d pending: ", tally.pending()))
                                + "durable in the log, not yet in the store (" + cause
                                + "). The next append or opening catches up"));
    }

    private List<String> lines(
            AppendTally tally, SkippedLines kept, Optional<VerifyReport> verification, boolean stopped) {
        List<String> lines = new ArrayList<>();
        StringBuilder counts = new StringBuilder();
        counts.append(events("appended", tally.appended()));
        counts.append(String.format(Locale.ROOT, " · %,d already recorded", tally.alreadyRecorded()));
        if (tally.skipped() > 0) {
            counts.append(String.format(Locale.ROOT, " · %,d skipped, kept in %s", tally.skipped(), kept.file()));
        }
        if (tally.refused() > 0) {
            counts.append(" · stopped at a refusal");
        }
        if (stopped) {
            counts.append(" · stopped by a signal");
        }
        lines.add(counts.toString());
        verification.ifPresent(report -> lines.addAll(Reports.lines(report, paint)));
        return lines;
    }

    private static String events(String verb, long count) {
        return String.format(Locale.ROOT, "%s %,d %s", verb, count, count == 1 ? "event" : "events");
    }

    private static String jsonOf(
            AppendTally tally, SkippedLines kept, Optional<VerifyReport> verification, boolean stopped) {
        return JsonLine.object(json -> {
            json.writeNumberField("appended", tally.appended());
            json.writeNumberField("already_recorded", tally.alreadyRecorded());
            json.writeNumberField("pending", tally.pending());
            json.writeNumberField("refused", tally.refused());
            json.writeNumberField("skipped", tally.skipped());
            if (kept.count() > 0) {
                json.writeStringField("skipped_file", kept.file().toString());
            }
            json.writeBooleanField("stopped_by_signal", stopped);
            if (verification.isPresent()) {
                json.writeObjectFieldStart("verification");
                Reports.writeJson(verification.get(), json);
                json.writeEndObject();
            }
        });
    }
}
