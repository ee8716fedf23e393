package dev.diptych.bootstrap.cli;

import picocli.CommandLine.Option;

/** {@code --help}; picocli itself acts on it. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it.
    private boolean asked;
}
