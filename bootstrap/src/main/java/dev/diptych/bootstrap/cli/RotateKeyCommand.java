package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends one key and begins another. */
@Command(
        name = "rotate",
        sortOptions = false,
        description = "Says in the ledger that one key ends and another begins, which may then do what the first might."
                + " What the first one signed stays good.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych keys rotate --dir mirror --key alice.pem --to alice-2.pem",
            "  diptych keys rotate --dir mirror --key recovery.pem --from SHA256:… --to alice-2.pub"
        })
final class RotateKeyCommand extends LedgerCommand {
    @Mixin
    private SigningOptions signing;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "The key that begins: its public half, or its private half, which is not asked to sign.")
    private Path to;

    @Option(
            names = "--from",
            paramLabel = "KEYID",
            description = "The key that ends, where a recovery key says so; by default the key that signs.")
    private Optional<String> from = Optional.empty();

    RotateKeyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Optional<KeyId> named = from.map(SigningOptions::keyId);
        EventSigner signer = signing.require(console());
        VerifyingKey begins = signing.publicKey(to, console());
        KeyId ends = named.orElseGet(() -> signer.publicKey().id());
        Diptych ledger = existingLedger();
        return new KeyAnswers(this)
                .write(
                        ledger,
                        mirror -> mirror.rotateKey(ends, begins, signer, mirror.decide()),
                        ends + " ends and " + begins.id() + " begins",
                        json -> {
                            json.writeStringField("from", ends.value());
                            json.writeStringField("to", begins.id().value());
                        });
    }
}
