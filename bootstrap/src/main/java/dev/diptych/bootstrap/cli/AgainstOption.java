package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.NamedCheckpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Checkpoints that were kept elsewhere, and that the ledger is held against. */
final class AgainstOption {
    @Option(
            names = "--against",
            paramLabel = "FILE|DIR",
            description =
                    "Holds the ledger against the checkpoints that a file has, one or a whole history, or those of"
                            + " each file of a directory in the order of their names; as often as you like.")
    private List<Path> places = new ArrayList<>();

    /**
     * All of them, in order.
     *
     * @throws CommandFailure if a place cannot be read, or has none
     */
    List<NamedCheckpoint> read(Console console) {
        List<NamedCheckpoint> all = new ArrayList<>();
        for (Path place : places) {
            all.addAll(KeptCheckpoints.at(place, console));
        }
        return all;
    }
}
