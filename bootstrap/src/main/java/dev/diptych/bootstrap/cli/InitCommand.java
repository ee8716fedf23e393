package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driving.Mirror;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a ledger. */
@Command(
        name = "init",
        sortOptions = false,
        description = "Makes a ledger: an empty log and an empty store.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych init --dir mirror",
            "  diptych init --dir mirror --store sqlite:app.db --into-existing",
            "",
            "A first append does the same by itself. Where a ledger is already, nothing is changed."
        })
final class InitCommand extends LedgerCommand {
    @Option(
            names = "--into-existing",
            description = "Makes it in a directory that holds other files, and in a database that holds other tables.")
    private boolean intoExisting;

    InitCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Diptych ledger = intoExisting ? ledger().intoExisting() : ledger();
        try (Mirror mirror = Openings.require(ledger.tryOpen())) {
            boolean made = mirror.opening().made();
            long events =
                    mirror.state().head().map(head -> head.sequence().value()).orElse(0L);
            if (isJson()) {
                out().line(JsonLine.object(json -> {
                    json.writeBooleanField("made", made);
                    json.writeStringField("log", ledger.configuration().log().toString());
                    json.writeStringField(
                            "store", ledger.configuration().store().toString());
                    json.writeNumberField("events", events);
                }));
            } else {
                Reports.mended(mirror.opening()).forEach(console()::say);
                out().line((made
                                ? paint().good("made a ledger")
                                : String.format(Locale.ROOT, "there is a ledger already, of %,d events", events))
                        + ": log " + ledger.configuration().log() + " · store "
                        + ledger.configuration().store());
            }
        }
        return ExitCodes.GOOD;
    }
}
