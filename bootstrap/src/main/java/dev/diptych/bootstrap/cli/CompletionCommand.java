package dev.diptych.bootstrap.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The script that lets a shell complete our commands. */
@Command(
        name = "completion",
        description = "Prints a script that lets bash and zsh complete commands and options.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(diptych completion)", "  diptych completion > /etc/bash_completion.d/diptych"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli sets it.
    private HelpOption help;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().line(AutoComplete.bash("diptych", spec.root().commandLine()));
        return ExitCodes.GOOD;
    }
}
