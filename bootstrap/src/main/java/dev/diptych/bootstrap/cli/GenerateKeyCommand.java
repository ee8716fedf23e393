package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.bootstrap.wiring.Parts;
import dev.diptych.domain.keys.VerifyingKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key. */
@Command(
        name = "generate",
        sortOptions = false,
        description =
                "Makes a new key: its private half in FILE, which only you can read, and its public half in FILE.pub."
                        + " Replaces nothing. Prints the line by which others trust it in their allowed_signers.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych keys generate alice.pem --comment alice@example.com",
            "  diptych keys generate alice.pem --comment alice@example.com --json | jq -r .allowed_signers"
        })
final class GenerateKeyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Where the private half goes. Nothing may be there yet.")
    private Path file;

    @Option(
            names = "--comment",
            paramLabel = "TEXT",
            description = "Whose key it is, such as an address of mail, without white space.")
    private Optional<String> comment = Optional.empty();

    @Mixin
    private OutputOptions output;

    private final Console console;

    GenerateKeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String owner = comment.orElse("diptych");
        if (!owner.matches("[^\\s\",#*?!]{1,200}")) {
            throw CommandFailure.usage(
                    "--comment must have 1 to 200 characters without white space, quotes, commas, # and"
                            + " patterns, was \"" + Visible.text(owner) + "\"");
        }
        Path place = console.resolve(file);
        VerifyingKey key = Diptych.generateKey(place, comment.orElse(""));
        String publicLine = key + comment.map(text -> " " + text).orElse("");
        String trustLine = Parts.trustLine(owner, key).strip();
        if (output.json()) {
            console.out().line(JsonLine.object(json -> {
                json.writeStringField("file", place.toString());
                json.writeStringField("id", key.id().value());
                json.writeStringField("public_key", publicLine);
                json.writeStringField("allowed_signers", trustLine);
            }));
        } else {
            console.out().line("made key " + key.id() + " in " + place + ", its public half in " + place + ".pub:");
            console.out().line(publicLine);
            console.out().line("whoever is to trust it adds this line to allowed_signers:");
            console.out().line(trustLine);
        }
        return ExitCodes.GOOD;
    }
}
