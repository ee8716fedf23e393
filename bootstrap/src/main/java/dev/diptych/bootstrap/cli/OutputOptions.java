package dev.diptych.bootstrap.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How any command may be asked to speak. */
final class OutputOptions {
    @Option(names = "--json", description = "Print results as JSON.")
    private boolean json;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli sets it.
    private HelpOption help;

    @Option(
            names = "--debug",
            description =
                    "Show what the program does inside, and the stack trace of a fault. $DIPTYCH_DEBUG does the same.")
    @SuppressWarnings("UnusedVariable") // Looked for among the arguments, before they are understood.
    private boolean debug;

    boolean json() {
        return json;
    }
}
