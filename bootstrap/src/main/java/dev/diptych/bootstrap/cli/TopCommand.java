package dev.diptych.bootstrap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
        name = "diptych",
        mixinStandardHelpOptions = true,
        description = "Keeps every event twice, in a log and in a store, and proves that both copies say the same.",
        descriptionHeading = "%n",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych append --dir mirror --git-history .",
            "  diptych verify --dir mirror",
            "  diptych query --dir mirror --tag git --newest-first --limit 5",
            "",
            "diptych COMMAND --help tells more about a command."
        },
        versionProvider = ProgramVersion.class)
final class TopCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
