package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which ledger a command is about. */
final class LedgerOptions {
    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "The ledger's directory: its log in DIR/log, its store in DIR/store.db."
                    + " Without it $DIPTYCH_DIR, or else ./mirror.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--log",
            paramLabel = "URI",
            description = "The log elsewhere, such as jsonl:data/log. lock, writer and quarantine/ lie beside it.")
    private Optional<URI> log = Optional.empty();

    @Option(names = "--store", paramLabel = "URI", description = "The store elsewhere, such as sqlite:data/app.db.")
    private Optional<URI> store = Optional.empty();

    @Option(
            names = "--allowed-signers",
            paramLabel = "FILE",
            description = "Whom to trust: an OpenSSH allowed_signers file. Without it DIR/allowed_signers, if that is"
                    + " there; else signatures are not checked.")
    private Optional<Path> allowedSigners = Optional.empty();

    Diptych ledger(Console console) {
        Diptych ledger = Diptych.at(directory(console));
        if (log.isPresent()) {
            ledger = ledger.log(log.get());
        }
        if (store.isPresent()) {
            ledger = ledger.store(store.get());
        }
        if (allowedSigners.isPresent()) {
            ledger = ledger.trusting(console.resolve(allowedSigners.get()));
        }
        return ledger;
    }

    Path directory(Console console) {
        return console.resolve(directory.orElseGet(
                () -> Path.of(console.variable("DIPTYCH_DIR").orElse("mirror"))));
    }

    /** How to name the same ledger in a command that a message suggests. */
    String asArguments() {
        return asArguments(store);
    }

    /** The same with whatever store {@code DIR} has. */
    String asArgumentsWithoutStore() {
        return asArguments(Optional.empty());
    }

    private String asArguments(Optional<URI> storeElsewhere) {
        StringBuilder text = new StringBuilder();
        directory.ifPresent(path -> text.append(" --dir ").append(path));
        log.ifPresent(uri -> text.append(" --log ").append(uri));
        storeElsewhere.ifPresent(uri -> text.append(" --store ").append(uri));
        allowedSigners.ifPresent(path -> text.append(" --allowed-signers ").append(path));
        return text.toString();
    }
}
