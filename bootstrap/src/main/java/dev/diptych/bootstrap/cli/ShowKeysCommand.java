package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.checkpoint.NoteKey;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driving.ReadLedger;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A key, or what a ledger says of keys. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Shows a key's id and public half, from either half; or what the ledger itself says of keys:"
                + " rotations, revocations and demands for signatures, in order, not judged.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych keys show alice.pem",
            "  diptych keys show alice.pub --origin example.com/orders",
            "  diptych keys show --dir mirror --ledger --json"
        })
final class ShowKeysCommand extends LedgerCommand {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A key, private or public.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--ledger", description = "What the ledger says of keys.")
    private boolean ofLedger;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "Shows the key also as tools for checkpoints take it, under the name of a ledger.")
    private Optional<String> origin = Optional.empty();

    @Mixin
    private PassphraseOption passphrase;

    ShowKeysCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        if (file.isPresent() == ofLedger) {
            throw CommandFailure.usage("name a key's FILE, or ask with --ledger for what the ledger says of keys");
        }
        if (ofLedger) {
            showLedger();
        } else {
            show(passphrase.publicKey(file.orElseThrow(), console()));
        }
        return ExitCodes.GOOD;
    }

    private void show(VerifyingKey key) {
        Optional<String> forNotes = origin.map(name -> new NoteKey(name, key).toString());
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeStringField("id", key.id().value());
                json.writeStringField("public_key", key.toString());
                if (forNotes.isPresent()) {
                    json.writeStringField("vkey", forNotes.get());
                }
            }));
            return;
        }
        out().line("id          " + key.id());
        out().line("public key  " + key);
        forNotes.ifPresent(text -> out().line("vkey        " + text));
    }

    private void showLedger() {
        Diptych ledger = existingLedger();
        try (ReadLedger.View view = ledger.read()) {
            LedgerKeys keys = LedgerKeys.of(view);
            if (isJson()) {
                out().line(JsonLine.object(keys::writeJson));
            } else {
                keys.lines(new Signers(ledger, console())).forEach(out()::line);
            }
        }
    }
}
