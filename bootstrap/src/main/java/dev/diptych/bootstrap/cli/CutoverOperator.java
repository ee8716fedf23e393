package dev.diptych.bootstrap.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Who answers for a cutover. */
final class CutoverOperator {
    /** Stands where nothing is carried out. */
    static final String NOBODY = "nobody";

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description =
                    "Who answers for it; stands in the boundary event. Without it the name of the user who runs this.")
    private Optional<String> name = Optional.empty();

    /** Whether somebody was named. */
    boolean isNamed() {
        return name.isPresent();
    }

    String of(Console console) {
        return name.orElse(console.user());
    }
}
