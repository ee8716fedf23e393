package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.UpgradeStore;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The boundaries of a ledger. */
@Command(
        name = "status",
        sortOptions = false,
        description =
                "Shows at which events of the ledger authority moved, or was to move, to a schema or to another store, and"
                        + " how far the cutover is that diptych cutover plan shows. Takes no lock and writes nothing.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  diptych cutover status --dir mirror", "  diptych cutover status --dir mirror --json"})
final class CutoverStatusCommand extends LedgerCommand {
    CutoverStatusCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Diptych ledger = existingLedger();
        Optional<UpgradeStore.Upgrade> upgrade =
                ledger.upgradeStore().outline(UpgradeStore.Request.by(CutoverOperator.NOBODY));
        ShowCutovers.History history = ledger.cutovers();
        Optional<CutoverPhase> phase = upgrade.map(
                planned -> history.phaseOf(planned.cutover().outline().digest()));
        if (isJson()) {
            out().line(JsonLine.object(json -> writeJson(history, upgrade, phase, json)));
            return ExitCodes.GOOD;
        }
        out().line("epoch    " + history.epoch().map(String::valueOf).orElse("none: there is no store"));
        out().line("plan     "
                + upgrade.map(planned -> planned.cutover().name() + "   "
                                + Reports.words(phase.orElseThrow().word()))
                        .orElse("none: the store is up to date"));
        history.movedPastStore()
                .ifPresent(boundary -> out().line("note     authority has moved on at sequence " + boundary.at()
                        + ", and this store is not written any more. Next: diptych recover"
                        + options().asArguments() + ", which says how to go on"));
        if (history.boundaries().isEmpty()) {
            out().line("there was no cutover yet");
        }
        history.boundaries().forEach(boundary -> out().line(line(boundary)));
        if (history.boundaries().stream().anyMatch(one -> one.outcome() == ShowCutovers.Outcome.UNDECIDED)) {
            out().line("An undecided one is under way, or is settled by the next opening: diptych recover"
                    + options().asArguments());
        }
        return ExitCodes.GOOD;
    }

    private String line(ShowCutovers.Boundary boundary) {
        return boundary.at() + "  " + boundary.recordedAt() + "  " + outcome(boundary.outcome()) + "  "
                + says(boundary.says());
    }

    private String outcome(ShowCutovers.Outcome outcome) {
        return switch (outcome) {
            case COMMITTED -> paint().good(outcome.word());
            case ABORTED -> outcome.word();
            case UNDECIDED -> paint().warning(outcome.word());
        };
    }

    private static String says(BoundaryEvent boundary) {
        if (boundary instanceof SchemaCutover cutover) {
            return cutover.plan() + " to " + cutover.targetVersion() + ", epoch " + cutover.epoch() + ", by "
                    + Visible.text(cutover.operator());
        }
        if (boundary instanceof StoreCutover cutover) {
            return "store " + cutover.fromStore() + " to " + cutover.toStore() + ", epoch " + cutover.epoch();
        }
        return boundary.type() + ", which this program does not understand";
    }

    private static void writeJson(
            ShowCutovers.History history,
            Optional<UpgradeStore.Upgrade> upgrade,
            Optional<CutoverPhase> phase,
            JsonGenerator json)
            throws IOException {
        if (history.epoch().isPresent()) {
            json.writeNumberField("epoch", history.epoch().get());
        } else {
            json.writeNullField("epoch");
        }
        json.writeBooleanField("store_is_of_before", history.movedPastStore().isPresent());
        if (upgrade.isPresent()) {
            json.writeStringField("plan", upgrade.get().cutover().name());
            json.writeStringField("phase", phase.orElseThrow().word());
        } else {
            json.writeNullField("plan");
        }
        json.writeArrayFieldStart("boundaries");
        for (ShowCutovers.Boundary boundary : history.boundaries()) {
            json.writeStartObject();
            json.writeNumberField("seq", boundary.at().value());
            json.writeStringField("id", boundary.event().id().value());
            json.writeStringField("type", boundary.says().type().value());
            json.writeStringField("recorded_at", boundary.recordedAt().toString());
            json.writeStringField("outcome", boundary.outcome().word());
            json.writeFieldName("says");
            json.writeRawValue(boundary.says().json());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
