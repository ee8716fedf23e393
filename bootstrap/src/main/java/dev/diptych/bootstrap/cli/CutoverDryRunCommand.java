package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.DryRunCutover;
import dev.diptych.ports.driving.UpgradeStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries a cutover out. */
@Command(
        name = "dry-run",
        sortOptions = false,
        description =
                "Copies both copies and carries the cutover out there, in full. The originals are only read, beside a"
                        + " writer or without one: not a byte of them changes.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych cutover dry-run --dir mirror",
            "  diptych cutover dry-run --dir mirror --keep tried-out",
            "  diptych cutover dry-run --dir mirror --to sqlite:data/new.db",
            "",
            "Exits as diptych cutover run would; with 7 as well if no copy could be made."
        })
final class CutoverDryRunCommand extends LedgerCommand {
    @Mixin
    private CutoverOperator operator;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Makes the copy in DIR, which must be empty or not there, and keeps it: the ledger as it would be"
                            + " afterwards. Without it the copy is made in the directory for temporary files, and removed.")
    private Optional<Path> keep = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "URI",
            description =
                    "Tries out a cutover to another store instead: makes it from the log and compares it in full. It"
                            + " stays, and diptych cutover run --to takes it up. Nothing is appended.")
    private Optional<URI> to = Optional.empty();

    CutoverDryRunCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        return to.isPresent() ? toAnotherStore(to.get()) : inPlace();
    }

    private int toAnotherStore(URI place) {
        if (keep.isPresent() || operator.isNamed()) {
            throw CommandFailure.usage("--keep and --operator are for a cutover in place; with --to the other store is"
                    + " made where it is to be, and stays");
        }
        return new StoreCutoverRun(this, place).dryRun();
    }

    private int inPlace() {
        UpgradeStore.Request request = UpgradeStore.Request.by(operator.of(console()));
        Optional<Path> kept = keep.map(console()::resolve);
        DryRunCutover.Answer answer;
        try (CutoverWatch watch = new CutoverWatch(console())) {
            DryRunCutover dryRun = existingLedger().dryRunCutover();
            answer = kept.isPresent()
                    ? dryRun.dryRunUpgrade(request, kept.get(), watch)
                    : TemporaryDirectory.with("diptych-dry-run-", copy -> dryRun.dryRunUpgrade(request, copy, watch));
        }
        CutoverReports reports = new CutoverReports(out(), isJson(), paint(), true);
        return answer.fold(new DryRunCutover.Cases<>(
                tried -> {
                    int code = reports.print(tried.request().outline(), tried.answer());
                    kept.ifPresent(copy -> console().say("The copy lies in " + copy + "; it is no backup."));
                    return code;
                },
                nothingToDo -> reports.printNothingToDo(Optional.empty(), Optional.empty()),
                notCopied -> {
                    throw CommandFailure.of(
                            CutoverReports.exitCode(notCopied.why()),
                            "not_copied",
                            "there is no copy to try it out on: "
                                    + notCopied.why().message());
                },
                notOpened -> {
                    throw RefusalExit.of(notOpened.refusal());
                }));
    }
}
