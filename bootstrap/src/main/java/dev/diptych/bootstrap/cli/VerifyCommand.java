package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyAndHold;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares both copies. */
@Command(
        name = "verify",
        sortOptions = false,
        description =
                "Compares log and store and judges the log. Takes no lock and writes nothing, but for the mark of --hold.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych verify --dir mirror",
            "  diptych verify --dir mirror --json | jq .verdict",
            "  diptych verify --dir mirror --since 1000:9f86d081…",
            "  diptych verify --dir mirror --findings findings.jsonl",
            "  diptych verify --dir mirror --against kept/checkpoints.txt",
            "",
            "Exits with 0 if both copies hold the same events and the log is intact, 3 if not in parity, there is a torn"
                    + " tail, or a checkpoint is not extended, 6 if the log is damaged or forked, or a copy has something"
                    + " else where a checkpoint remembers events, 4 if a newer program wrote it."
        })
final class VerifyCommand extends LedgerCommand {
    @ArgGroup
    private Level level;

    @Mixin
    private AgainstOption against;

    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description = "Writes every finding to FILE, one JSON text a line; reports list the first 1,000.")
    private Optional<Path> findings = Optional.empty();

    @Option(
            names = "--hold",
            description =
                    "Leaves a mark, if something is found that the next opening does not mend by itself: writers are"
                            + " refused until verify --hold, in full, is clean, which takes the mark away.")
    private boolean hold;

    /** One of these, or neither. */
    static final class Level {
        @Option(
                names = "--quick",
                description = "Looks at both heads only: the same time at any size, and nothing is counted.")
        private boolean quick;

        @Option(
                names = "--since",
                paramLabel = "MARK",
                description = "Compares what lies behind a mark that an earlier verification printed.")
        private Optional<String> since = Optional.empty();
    }

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        VerifyRequest request = request().against(against.read(console()));
        VerifyReport report;
        try (LongWork work = LongWork.begin(console(), "verifying", "events", 1);
                FindingsFile file = FindingsFile.at(findings.map(console()::resolve))) {
            request = request.tellingProgressTo(work.untilStopped()).tellingFindingsTo(file::add);
            report = hold ? verifiedAndHeld(request) : existingLedger().verify(request);
        }
        if (isJson()) {
            out().line(JsonLine.object(json -> Reports.writeJson(report, json)));
        } else {
            Reports.lines(report, paint()).forEach(out()::line);
        }
        return Reports.exitCode(report);
    }

    private VerifyReport verifiedAndHeld(VerifyRequest request) {
        VerifyAndHold.Outcome outcome = existingLedger().verifyAndHold(request);
        switch (outcome.held()) {
            case MARKED -> console().say("held: writers are refused until diptych verify --hold is clean");
            case STILL_HELD -> console().say("still held: only a clean verification in full takes the mark away");
            case RELEASED -> console().say("no longer held: writers are let in again");
            case NOT_HELD -> {}
        }
        return outcome.report();
    }

    private VerifyRequest request() {
        if (level == null) {
            return VerifyRequest.full();
        }
        if (level.quick) {
            return VerifyRequest.quick();
        }
        try {
            return VerifyRequest.since(VerifiedMark.parse(level.since.orElseThrow()));
        } catch (IllegalArgumentException noMark) {
            throw CommandFailure.usage("--since: " + noMark.getMessage());
        }
    }
}
