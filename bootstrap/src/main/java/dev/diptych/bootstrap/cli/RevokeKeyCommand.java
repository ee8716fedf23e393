package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a key. */
@Command(
        name = "revoke",
        sortOptions = false,
        description = "Says in the ledger that a key ends. What it signed before stays good: who doubts that bounds its"
                + " validity with valid-before in allowed_signers.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych keys revoke --dir mirror --key alice.pem --reason 'laptop was stolen'",
            "  diptych keys revoke --dir mirror --key recovery.pem --id SHA256:… --reason 'left the company'"
        })
final class RevokeKeyCommand extends LedgerCommand {
    @Mixin
    private SigningOptions signing;

    @Option(
            names = "--id",
            paramLabel = "KEYID",
            description = "The key that ends, where a recovery key says so; by default the key that signs.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for those who read it later.")
    private String reason;

    RevokeKeyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Optional<KeyId> named = id.map(SigningOptions::keyId);
        EventSigner signer = signing.require(console());
        KeyId ends = named.orElseGet(() -> signer.publicKey().id());
        Diptych ledger = existingLedger();
        return new KeyAnswers(this)
                .write(
                        ledger,
                        mirror -> mirror.revokeKey(ends, reason, signer, mirror.decide()),
                        ends + " ends",
                        json -> {
                            json.writeStringField("key", ends.value());
                            json.writeStringField("reason", reason);
                        });
    }
}
