package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driven.EventSigner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Demands signatures. */
@Command(
        name = "require",
        sortOptions = false,
        description =
                "Says in the ledger that every event must be signed from here on, or need not be any more. An append"
                        + " without a signature is then refused, and such a line is a finding.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych keys require --dir mirror --key alice.pem",
            "  diptych keys require --dir mirror --key alice.pem --no-longer"
        })
final class RequireSignaturesCommand extends LedgerCommand {
    @Mixin
    private SigningOptions signing;

    @Option(names = "--no-longer", description = "Events need not be signed any more.")
    private boolean noLonger;

    RequireSignaturesCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        EventSigner signer = signing.require(console());
        Diptych ledger = existingLedger();
        return new KeyAnswers(this)
                .write(
                        ledger,
                        mirror -> mirror.requireSignatures(!noLonger, signer, mirror.decide()),
                        noLonger ? "events need not be signed" : "every event must be signed",
                        json -> json.writeBooleanField("required", !noLonger));
    }
}
