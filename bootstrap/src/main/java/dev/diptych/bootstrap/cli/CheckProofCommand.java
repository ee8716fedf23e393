package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driving.CheckProof;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Judges a proof, without the ledger. */
@Command(
        name = "check-proof",
        sortOptions = false,
        description =
                "Judges the proof that an event is in a ledger, with the proof and the trusted keys alone: no ledger"
                        + " is needed. Shows the event, and whose checkpoint vouches for it.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych check-proof order-1001.proof --allowed-signers allowed_signers",
            "  diptych check-proof order-1001.proof --allowed-signers allowed_signers --json | jq .holds",
            "",
            "Exits with 0 if the proof holds, 6 if it fails, 7 if it cannot be judged."
        })
final class CheckProofCommand extends LedgerCommand {
    @Parameters(paramLabel = "FILE|-", description = "The proof, or with - standard input.")
    private Path file;

    CheckProofCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        String proof = file.toString().equals("-")
                ? standardInput()
                : TextFiles.read("proof", console().resolve(file));
        Diptych ledger = ledger();
        if (ledger.configuration().allowedSigners().isEmpty()) {
            throw CommandFailure.precondition("the proof " + file + " cannot be judged: nobody said whom to trust."
                    + " Nothing was changed. Next: name the trusted keys with --allowed-signers FILE");
        }
        sayWhatTrustLeavesOut();
        return ledger.checkProof(proof).fold(this::holds, this::fails);
    }

    /** Read piece by piece: what reads all at once asks first how much there is, and a pipe cannot say. */
    private String standardInput() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8_192];
        for (int read = console().in().read(piece);
                read >= 0;
                read = console().in().read(piece)) {
            all.write(piece, 0, read);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private int holds(CheckProof.Holds holds) {
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeBooleanField("holds", true);
                CheckpointChecks.writeJson(holds.checkpoint(), json);
                json.writeStringField("checkpoint_signed_by", holds.signedBy());
                json.writeStringField("event", new String(holds.event().toLine(), StandardCharsets.UTF_8).strip());
            }));
            return ExitCodes.GOOD;
        }
        out().line(paint().good("the proof holds") + ": this event is number "
                + holds.event().sequence() + " of the " + holds.checkpoint().size() + " that "
                + Visible.text(holds.checkpoint().origin()) + " had, as "
                + Visible.text(holds.signedBy()) + " signed");
        out().line(EventLines.full(holds.event(), new Signers(ledger(), console())));
        return ExitCodes.GOOD;
    }

    private int fails(CheckProof.Fails fails) {
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeBooleanField("holds", false);
                json.writeStringField("message", fails.message());
            }));
        } else {
            out().line(paint().bad("the proof fails") + ": " + Visible.text(fails.message()));
        }
        return ExitCodes.DAMAGED;
    }
}
