package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.LedgerStatus;
import dev.diptych.ports.driving.ReadLedger;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** How a ledger is, at a glance. */
@Command(
        name = "status",
        sortOptions = false,
        description =
                "Shows how a ledger is: who holds it, how far both copies are, and a quick verdict. Takes no lock,"
                        + " writes nothing, and takes the same time at any size.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  diptych status --dir mirror", "  diptych status --dir mirror --json"})
final class StatusCommand extends LedgerCommand {
    StatusCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Diptych ledger = existingLedger();
        LedgerStatus status = ledger.status();
        if (isJson()) {
            out().line(JsonLine.object(json -> writeJson(ledger, status, json)));
        } else {
            out().line("ledger   "
                    + status.ledgerId()
                            .map(Object::toString)
                            .orElse("unborn: it gets its identity with its first event"));
            out().line("log      " + ledger.configuration().log() + "   " + head(status.logHead()));
            out().line("store    " + ledger.configuration().store() + "   "
                    + status.store().map(there -> head(status.storeHead())).orElse("missing"));
            out().line("writer   " + writer(status.left()));
            status.hold()
                    .ifPresent(mark ->
                            out().line("held     " + Visible.text(mark.strip().replace("\n", " · "))));
            newest(ledger, status)
                    .flatMap(new Signers(ledger, console())::of)
                    .ifPresent(signer -> out().line("newest   signed by " + signer));
            out().line("verdict  " + Reports.line(status.verification(), paint())
                    + " (quick: heads only; diptych verify compares every event)");
            status.verification().findings().forEach(finding -> out().line("  " + Visible.text(finding.toString())));
            status.verification().notes().forEach(note -> out().line("  note: " + Visible.text(note)));
        }
        return Reports.exitCode(status.verification());
    }

    /** The store's newest event, if it can be read. */
    private static Optional<SealedEvent> newest(Diptych ledger, LedgerStatus status) {
        if (status.store().isEmpty() || status.storeHead().isEmpty()) {
            return Optional.empty();
        }
        try (ReadLedger.View view = ledger.read()) {
            return view.find(status.storeHead().get().sequence());
        } catch (PortException unreadable) {
            return Optional.empty(); // The verdict says it.
        }
    }

    private static String head(Optional<ChainHead> head) {
        return head.map(at -> "head " + at).orElse("no event");
    }

    private static String writer(LogLeft left) {
        if (left.holder().isPresent()) {
            return "held by process " + left.holder().get().pid();
        }
        if (!left.writerBefore()) {
            return "none yet";
        }
        return left.cleanly() ? "none; the last one closed cleanly" : "none; the last one did not close cleanly";
    }

    private static void writeJson(Diptych ledger, LedgerStatus status, JsonGenerator json) throws IOException {
        if (status.ledgerId().isPresent()) {
            json.writeStringField("ledger_id", status.ledgerId().get().hex());
        }
        json.writeObjectFieldStart("log");
        json.writeStringField("location", ledger.configuration().log().toString());
        writeHead(status.logHead(), json);
        json.writeEndObject();
        json.writeObjectFieldStart("store");
        json.writeStringField("location", ledger.configuration().store().toString());
        json.writeBooleanField("there", status.store().isPresent());
        if (status.store().isPresent()) {
            json.writeStringField("store_id", status.store().get().storeId().value());
            json.writeNumberField("schema", status.store().get().schema());
            json.writeNumberField("epoch", status.store().get().epoch());
        }
        writeHead(status.storeHead(), json);
        Optional<KeyId> signer = newest(ledger, status).flatMap(SealedEvent::keyId);
        if (signer.isPresent()) {
            json.writeStringField("signed_by", signer.get().value());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("writer");
        if (status.left().holder().isPresent()) {
            json.writeNumberField("pid", status.left().holder().get().pid());
        }
        json.writeBooleanField("closed_cleanly", status.left().cleanly());
        json.writeEndObject();
        if (status.hold().isPresent()) {
            json.writeStringField("hold", status.hold().get());
        }
        json.writeObjectFieldStart("verification");
        Reports.writeJson(status.verification(), json);
        json.writeEndObject();
    }

    private static void writeHead(Optional<ChainHead> head, JsonGenerator json) throws IOException {
        json.writeNumberField("seq", head.map(at -> at.sequence().value()).orElse(0L));
        if (head.isPresent()) {
            json.writeStringField("hash", head.get().hash().hex());
        }
    }
}
