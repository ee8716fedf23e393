package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.OpeningReport;
import dev.diptych.ports.driving.VerifyReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a verification and an opening found, for a person and as JSON. */
final class Reports {
    /** A person sees so many findings; JSON has all that the report lists. */
    private static final int FINDINGS_SHOWN_MAX = 10;

    private Reports() {}

    static int exitCode(VerifyReport report) {
        if (report.log() == LogVerdict.UNKNOWN_VERSION || hasUnknownVersion(report)) {
            return ExitCodes.UNKNOWN_VERSION;
        }
        boolean isRewritten = report.checkpoints().stream().anyMatch(CheckpointChecks::isRewritten);
        if (report.log() == LogVerdict.DAMAGED || report.log() == LogVerdict.FORKED || isRewritten) {
            return ExitCodes.DAMAGED;
        }
        return report.isClean() ? ExitCodes.GOOD : ExitCodes.FINDING;
    }

    /** A store of a newer program is a finding, since the log's own verdict does not speak of it. */
    private static boolean hasUnknownVersion(VerifyReport report) {
        return report.findings().stream().anyMatch(finding -> finding.kind() == FindingKind.UNKNOWN_VERSION);
    }

    /** One line: {@code log 1,000 · store 1,000 · in parity · log intact}. */
    static String line(VerifyReport report, Paint paint) {
        StringBuilder text = new StringBuilder();
        report.parity()
                .ifPresent(parity -> text.append(copy("log", parity.logEvents(), report))
                        .append(copy("store", parity.storeEvents(), report)));
        boolean parityGood = report.verdict() == ParityVerdict.IN_PARITY;
        boolean logGood = report.log() == LogVerdict.INTACT;
        text.append(painted(words(report.verdict().word()), parityGood, paint)).append(" · ");
        return text.append(painted("log " + words(report.log().word()), logGood, paint))
                .toString();
    }

    /** All that a person needs to know, as lines. */
    static List<String> lines(VerifyReport report, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add(line(report, paint) + " (" + description(report.level()) + ")");
        report.parity().filter(parity -> !report.isClean()).ifPresent(parity -> lines.add("  " + counts(parity)));
        report.parity()
                .filter(parity -> parity.inFlight() > 0)
                .ifPresent(parity -> lines.add(
                        String.format(Locale.ROOT, "  %,d in flight: a writer holds the ledger", parity.inFlight())));
        report.checkpoints().forEach(check -> lines.add("  " + CheckpointChecks.line(check, paint)));
        addFindings(report.findings(), report.findingsTotal(), lines);
        report.notes().forEach(note -> lines.add("  note: " + Visible.text(note)));
        if (!report.notChecked().isEmpty()) {
            lines.add("  not checked: " + String.join(", ", report.notChecked()));
        }
        report.mark().ifPresent(mark -> lines.add("  mark: " + mark));
        return lines;
    }

    /** The first few findings, and how many more there are. */
    static void addFindings(List<Finding> findings, long total, List<String> lines) {
        List<Finding> shown = findings.subList(0, Math.min(FINDINGS_SHOWN_MAX, findings.size()));
        shown.forEach(finding -> lines.add("  " + Visible.text(finding.toString())));
        if (shown.size() < total) {
            lines.add(String.format(
                    Locale.ROOT, "  … and %,d more: all of them with --findings FILE", total - shown.size()));
        }
    }

    static void writeJson(VerifyReport report, JsonGenerator json) throws IOException {
        json.writeStringField("verdict", report.verdict().word());
        json.writeStringField("level", report.level().word());
        json.writeObjectFieldStart("log");
        json.writeStringField("verdict", report.log().word());
        writeCount(json, "events", report.parity().map(EventSetParity::logEvents));
        json.writeEndObject();
        json.writeObjectFieldStart("store");
        writeCount(
                json,
                "events",
                report.parity()
                        .filter(counts -> report.judgedVerdict().isPresent())
                        .map(EventSetParity::storeEvents));
        json.writeEndObject();
        if (report.parity().isPresent()) {
            EventSetParity parity = report.parity().get();
            json.writeObjectFieldStart("counts");
            json.writeNumberField("matched", parity.matched());
            json.writeNumberField("missing_in_store", parity.missingInStore());
            json.writeNumberField("missing_in_log", parity.missingInLog());
            json.writeNumberField("mismatched", parity.mismatched());
            json.writeNumberField("pending", parity.pending());
            json.writeNumberField("in_flight", parity.inFlight());
            json.writeNumberField("duplicate_ids", parity.duplicateIds());
            json.writeNumberField("void_flags", parity.voidFlags());
            json.writeNumberField("undecided", parity.undecided());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            json.writeStartObject();
            writeJson(finding, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("findings_total", report.findingsTotal());
        writeTexts(json, "not_checked", report.notChecked());
        writeTexts(json, "notes", report.notes());
        if (report.mark().isPresent()) {
            json.writeStringField("mark", report.mark().get().toString());
        } else {
            json.writeNullField("mark");
        }
        if (report.parity().isPresent()) {
            json.writeNumberField("in_flight", report.parity().get().inFlight());
        }
        if (!report.checkpoints().isEmpty()) {
            CheckpointChecks.writeJson(report.checkpoints(), json);
        }
    }

    static void writeJson(Finding finding, JsonGenerator json) throws IOException {
        json.writeStringField("kind", finding.kind().word());
        writeNumber(json, "seq", finding.sequence());
        writeText(json, "id", finding.id());
        if (!finding.fields().isEmpty()) {
            writeTexts(json, "fields", finding.fields());
        }
        if (finding.place().isPresent()) {
            json.writeStringField("segment", finding.place().get().segment());
            json.writeNumberField("offset", finding.place().get().offset());
            if (finding.place().get().line() > 0) {
                json.writeNumberField("line", finding.place().get().line());
            }
        }
        writeText(json, "expected", finding.expected());
        writeText(json, "found", finding.found());
        if (finding.hashes().isPresent()) {
            Finding.SideHashes hashes = finding.hashes().get();
            json.writeObjectFieldStart("hashes");
            writeText(json, "log", hashes.log());
            writeText(json, "store", hashes.store());
            json.writeStringField("hashes_to_chain", hashes.hashesToChain());
            json.writeEndObject();
        }
        writeNumber(json, "bytes", finding.bytes());
    }

    /** What opening had to mend, as sentences; none where all was well. */
    static List<String> mended(OpeningReport report) {
        List<String> lines = new ArrayList<>();
        report.log()
                .cut()
                .ifPresent(cut -> lines.add(String.format(
                        Locale.ROOT,
                        "recovered: %,d bytes of a torn tail at %s were never acknowledged and were cut; they are kept in"
                                + " quarantine as %s",
                        cut.bytes(),
                        cut.place(),
                        cut.quarantined())));
        if (report.rolledForward() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "recovered: %,d events were in the log only and are now in the store",
                    report.rolledForward()));
        }
        report.settled()
                .ifPresent(outcome -> lines.add(String.format(
                        Locale.ROOT,
                        "recovered: the transaction of the bound %s was %s; the log tells it now",
                        outcome.first().equals(outcome.last())
                                ? "event " + outcome.first()
                                : "events " + outcome.first() + " to " + outcome.last(),
                        outcome.outcome().word())));
        if (report.fullyVerified()) {
            lines.add("the store had not been closed properly: both copies were verified in full, and are in parity");
        }
        lines.addAll(report.notes());
        return lines;
    }

    static String words(String word) {
        return word.replace('_', ' ');
    }

    static void writeTexts(JsonGenerator json, String key, List<String> texts) throws IOException {
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String counts(EventSetParity parity) {
        return String.format(
                Locale.ROOT,
                "matched %,d · missing in store %,d · missing in log %,d · mismatched %,d · pending %,d · undecided %,d"
                        + " · wrong void flags %,d",
                parity.matched(),
                parity.missingInStore(),
                parity.missingInLog(),
                parity.mismatched(),
                parity.pending(),
                parity.undecided(),
                parity.voidFlags());
    }

    private static String copy(String name, long events, VerifyReport report) {
        return report.notChecked().contains(name)
                ? name + " not read · "
                : String.format(Locale.ROOT, "%s %,d · ", name, events);
    }

    private static String painted(String text, boolean good, Paint paint) {
        return good ? paint.good(text) : paint.bad(text);
    }

    private static String description(ParityLevel level) {
        return switch (level) {
            case QUICK -> "quick: heads only, nothing counted";
            case SINCE -> "since the mark";
            case FULL -> "every event compared";
        };
    }

    private static void writeCount(JsonGenerator json, String key, Optional<Long> count) throws IOException {
        if (count.isPresent()) {
            json.writeNumberField(key, count.get());
        } else {
            json.writeNullField(key);
        }
    }

    private static void writeNumber(JsonGenerator json, String key, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(key, value.getAsLong());
        }
    }

    private static void writeText(JsonGenerator json, String key, java.util.Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(key, value.get());
        }
    }
}
