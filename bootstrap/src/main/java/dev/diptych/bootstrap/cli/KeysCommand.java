package dev.diptych.bootstrap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above those about keys. */
@Command(
        name = "keys",
        description =
                "Makes and shows keys, and says in the ledger which keys end, which begin, and whether every event"
                        + " must be signed.",
        descriptionHeading = "%n",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych keys generate alice.pem --comment alice@example.com",
            "  diptych keys rotate --dir mirror --key alice.pem --to alice-2.pem",
            "  diptych keys show --dir mirror --ledger",
            "",
            "diptych keys COMMAND --help tells more about a command."
        })
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli sets it.
    private HelpOption help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing behind keys");
    }
}
