package dev.diptych.bootstrap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above those about cutovers. */
@Command(
        name = "cutover",
        description =
                "Brings the store up to the schema that this program writes, in one transaction; with --to moves the ledger"
                        + " to another store. Fenced, verified before and behind, and told in the log. Plans of your own are"
                        + " cut over to from Java.",
        descriptionHeading = "%n",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych cutover plan --dir mirror",
            "  diptych cutover dry-run --dir mirror",
            "  diptych cutover run --dir mirror --backup backup-before-2",
            "  diptych cutover dry-run --dir mirror --to sqlite:data/new.db",
            "  diptych cutover run --dir mirror --to sqlite:data/new.db",
            "  diptych cutover status --dir mirror",
            "",
            "diptych cutover COMMAND --help tells more about a command."
        })
final class CutoverCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli sets it.
    private HelpOption help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing behind cutover");
    }
}
