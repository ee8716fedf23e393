package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.ports.driving.UpgradeStore;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** What a cutover would do. */
@Command(
        name = "plan",
        sortOptions = false,
        description =
                "Shows what would be done to the store, step by step, and how far that is. Takes no lock and writes"
                        + " nothing.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych cutover plan --dir mirror",
            "  diptych cutover plan --dir mirror --json | jq -r .plan_digest",
            "",
            "Exits with 0 whether or not there is something to do. A cutover to another store has no steps to show: diptych"
                    + " cutover dry-run --to URI tells whether anything is in its way."
        })
final class CutoverPlanCommand extends LedgerCommand {
    CutoverPlanCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Diptych ledger = existingLedger();
        Optional<UpgradeStore.Upgrade> upgrade =
                ledger.upgradeStore().outline(UpgradeStore.Request.by(CutoverOperator.NOBODY));
        if (upgrade.isEmpty()) {
            sayNothingToDo();
            return ExitCodes.GOOD;
        }
        CutoverPlan plan = upgrade.get().cutover().outline();
        CutoverPhase phase = ledger.cutovers().phaseOf(plan.digest());
        if (isJson()) {
            out().line(JsonLine.object(json -> writeJson(upgrade.get(), plan, phase, json)));
            return ExitCodes.GOOD;
        }
        out().line("store    schema " + upgrade.get().from() + ", which this program reads and does not write; to be "
                + upgrade.get().to());
        out().line("plan     " + plan.name() + "   " + Reports.words(phase.word()));
        out().line("digest   " + plan.digest());
        CutoverReports.stepLines(plan).forEach(out()::line);
        out().line("Next: diptych cutover dry-run" + options().asArguments());
        return ExitCodes.GOOD;
    }

    private void sayNothingToDo() {
        if (isJson()) {
            out().line(JsonLine.object(json -> json.writeStringField("outcome", "nothing_to_do")));
        } else {
            out().line("the store is up to date: there is nothing to do");
        }
    }

    private static void writeJson(
            UpgradeStore.Upgrade upgrade, CutoverPlan plan, CutoverPhase phase, JsonGenerator json) throws IOException {
        json.writeStringField("outcome", "planned");
        json.writeNumberField("schema_from", upgrade.from());
        json.writeNumberField("schema_to", upgrade.to());
        json.writeStringField("phase", phase.word());
        CutoverReports.writePlan(plan, json);
    }
}
