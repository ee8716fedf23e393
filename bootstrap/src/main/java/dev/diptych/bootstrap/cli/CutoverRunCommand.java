package dev.diptych.bootstrap.cli;

import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.UpgradeStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Carries a cutover out. */
@Command(
        name = "run",
        sortOptions = false,
        description =
                "Brings the store up to the schema that this program writes, or moves to another store. Takes the ledger for itself; while another"
                        + " writer holds it, it waits. What ended early is gone on with by running it again.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych cutover run --dir mirror --backup backup-before-2",
            "  diptych cutover run --dir mirror --to sqlite:data/new.db",
            "  diptych cutover run --dir mirror --operator \"Ada Lovelace\" --no-wait --json",
            "",
            "Exits with 0 if it was carried out, before or now, and both copies are in parity; 7 if it was refused, or"
                    + " aborted, which leaves everything as it was, or is not finished; 3, 4 and 6 as diptych verify, where"
                    + " a verification found something."
        })
final class CutoverRunCommand extends LedgerCommand {
    private static final long WAIT_MILLIS = 250;

    @Mixin
    private CutoverOperator operator;

    @Option(
            names = "--backup",
            paramLabel = "DIR",
            description =
                    "Makes a verified backup of both copies in DIR first, which must be empty or not there. Without it"
                            + " there is none.")
    private Optional<Path> backup = Optional.empty();

    @Option(names = "--no-wait", description = "Ends at once if another writer holds the ledger.")
    private boolean noWait;

    @Option(
            names = "--to",
            paramLabel = "URI",
            description = "Cuts over to another store instead, such as sqlite:data/new.db, made from the log beside the"
                    + " application until that is stopped. The store before is only read.")
    private Optional<URI> to = Optional.empty();

    CutoverRunCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        return to.isPresent() ? toAnotherStore(to.get()) : inPlace();
    }

    private int toAnotherStore(URI place) {
        if (backup.isPresent() || operator.isNamed()) {
            throw CommandFailure.usage("--backup and --operator are for a cutover in place; with --to the store before"
                    + " stays as it is, and the log tells which store took its place");
        }
        return new StoreCutoverRun(this, place).cutOver(!noWait);
    }

    private int inPlace() {
        UpgradeStore.Request by = UpgradeStore.Request.by(operator.of(console()));
        UpgradeStore.Request request =
                backup.map(console()::resolve).map(by::withBackup).orElse(by);
        UpgradeStore upgrade = existingLedger().upgradeStore();
        Optional<CutoverPlan> plan =
                upgrade.outline(request).map(outline -> outline.cutover().outline());
        CutoverReports reports = new CutoverReports(out(), isJson(), paint(), false);
        return upgrade(upgrade, request)
                .fold(
                        nothing -> reports.printNothingToDo(Optional.of(nothing.schema()), nothing.verification()),
                        tried -> reports.print(plan.orElseThrow(), tried.answer()),
                        notOpened -> {
                            throw RefusalExit.of(notOpened.refusal());
                        });
    }

    private UpgradeStore.Answer upgrade(UpgradeStore upgrade, UpgradeStore.Request request) {
        try (CutoverWatch watch = new CutoverWatch(console())) {
            UpgradeStore.Answer answer = upgrade.upgrade(request, watch);
            boolean isSaid = false;
            while (!noWait && isLocked(answer)) {
                if (!isSaid) {
                    console()
                            .say("waiting for the ledger, which another writer holds"
                                    + holder(answer)
                                            .map(pid -> " (process " + pid + ")")
                                            .orElse("")
                                    + ". Next: end that writer; or end this with a signal, which changes nothing");
                    isSaid = true;
                }
                if (console().stop().waitFor(WAIT_MILLIS)) {
                    throw new StoppedException("waiting for the ledger");
                }
                answer = upgrade.upgrade(request, watch);
            }
            return answer;
        }
    }

    private static boolean isLocked(UpgradeStore.Answer answer) {
        return locked(answer).isPresent();
    }

    private static Optional<Long> holder(UpgradeStore.Answer answer) {
        return locked(answer)
                .flatMap(lock -> lock.pid().isPresent() ? Optional.of(lock.pid().getAsLong()) : Optional.empty());
    }

    private static Optional<OpenRefusal.LedgerLocked> locked(UpgradeStore.Answer answer) {
        return answer.fold(
                nothing -> Optional.empty(),
                tried -> Optional.empty(),
                notOpened -> Optional.of(notOpened.refusal())
                        .filter(OpenRefusal.LedgerLocked.class::isInstance)
                        .map(OpenRefusal.LedgerLocked.class::cast));
    }
}
