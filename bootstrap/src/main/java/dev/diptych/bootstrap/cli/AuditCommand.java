package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driving.AuditMark;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Walks the log's chain and signatures. */
@Command(
        name = "audit",
        sortOptions = false,
        description =
                "Walks the log's chain and signatures, follows which keys are trusted, and reports everything that is"
                        + " wrong. Three verdicts: intact (every line is what was sealed), authentic (who it says vouched"
                        + " for it), complete (nothing was cut off or replaced). Takes no lock and writes nothing but the"
                        + " mark, when asked to.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych audit --dir mirror --against kept/checkpoints.txt",
            "  diptych audit --dir mirror --mark-file audit.mark --rolling 5",
            "  diptych audit --dir mirror --json | jq .authentic",
            "",
            "Exits with 0 if nothing is wrong, 3 if there is a torn tail, it is truncated, or a checkpoint proves nothing,"
                    + " 4 if a newer program wrote it, 6 if it is damaged, forked, rewritten or not authentic, 7 if there"
                    + " is nothing to audit."
        })
final class AuditCommand extends LedgerCommand {
    @Mixin
    private AgainstOption against;

    @ArgGroup
    private Start start;

    @Option(
            names = "--rolling",
            paramLabel = "PERCENT",
            description = "Reads this share of the old part again, another one each time, behind the mark.")
    private Optional<Integer> rolling = Optional.empty();

    @Option(
            names = "--signed-from",
            paramLabel = "SEQ",
            description = "Demands that every event from this sequence on be signed. The ledger may say so itself, with"
                    + " diptych keys require.")
    private Optional<Long> signedFrom = Optional.empty();

    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description = "Writes every finding to FILE, one JSON text a line; reports list the first 1,000.")
    private Optional<Path> findings = Optional.empty();

    /** One of these, or neither. */
    static final class Start {
        @Option(
                names = "--since",
                paramLabel = "MARK",
                description = "Takes on trust what lies before a mark that an earlier audit printed.")
        private Optional<String> since = Optional.empty();

        @Option(
                names = "--mark-file",
                paramLabel = "FILE",
                description = "The same with the mark in a file, which is replaced after an audit that found nothing"
                        + " wrong. A missing file begins at the first event.")
        private Optional<Path> markFile = Optional.empty();
    }

    AuditCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (rolling.isPresent() && start == null) {
            throw CommandFailure.usage(
                    "--rolling reads again what lies before a mark: give --since or --mark-file, too");
        }
        Optional<MarkFile> file = Optional.ofNullable(start)
                .flatMap(given -> given.markFile)
                .map(path -> new MarkFile(console().resolve(path)));
        AuditRequest request = request(file);
        Diptych ledger = existingLedger();
        sayWhatTrustLeavesOut();
        AuditReport report;
        try (LongWork work = LongWork.begin(console(), "auditing", "events", 1);
                FindingsFile all = FindingsFile.at(findings.map(console()::resolve))) {
            report = ledger.audit(request.tellingProgressTo(work.untilStopped()).tellingFindingsTo(all::add));
        }
        if (isJson()) {
            out().line(JsonLine.object(json -> AuditReports.writeJson(report, json)));
        } else {
            new AuditReports(report, paint()).lines(options().asArguments()).forEach(out()::line);
        }
        if (report.isClean() && file.isPresent() && report.mark().isPresent()) {
            file.get().keep(report.mark().get());
        }
        return AuditReports.exitCode(report);
    }

    private AuditRequest request(Optional<MarkFile> file) {
        Optional<AuditMark> mark = file.isPresent() ? file.get().read() : since();
        AuditRequest request = mark.map(AuditRequest::since).orElseGet(AuditRequest::full);
        if (rolling.isPresent()) {
            int percent = rolling.get();
            if (percent < 0 || percent > 100) {
                throw CommandFailure.usage("--rolling must be 0 to 100, was " + percent);
            }
            request = mark.isPresent() ? request.readingAgain(percent) : request;
        }
        if (signedFrom.isPresent()) {
            if (signedFrom.get() < 1 || signedFrom.get() > Sequence.VALUE_MAX) {
                throw CommandFailure.usage("--signed-from must be a sequence, from 1 to " + Sequence.VALUE_MAX
                        + ", was " + signedFrom.get());
            }
            request = request.signedFrom(Sequence.of(signedFrom.get()));
        }
        return request.against(against.read(console()));
    }

    private Optional<AuditMark> since() {
        try {
            return Optional.ofNullable(start).flatMap(given -> given.since).map(AuditMark::parse);
        } catch (IllegalArgumentException noMark) {
            throw CommandFailure.usage("--since: " + noMark.getMessage());
        }
    }
}
