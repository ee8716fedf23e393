package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.ports.driving.ReadLedger;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One event. */
@Command(
        name = "show",
        sortOptions = false,
        description =
                "Shows one event, by its id or its sequence. One of a transaction is shown as committed, void (rolled back:"
                        + " it did not happen; with --json it has \"void\":true behind its payload) or undecided.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  diptych show --dir mirror 42", "  diptych show --dir mirror order-1001-placed --json"})
final class ShowCommand extends LedgerCommand {
    @Parameters(paramLabel = "ID|SEQ", description = "The event's id, or its sequence: digits only are a sequence.")
    private String which;

    @Option(names = "--by-id", description = "Takes digits for an id too.")
    private boolean byId;

    ShowCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Optional<Sequence> sequence = sequence();
        Optional<EventId> id = sequence.isPresent() ? Optional.empty() : Optional.of(id());
        try (ReadLedger.View view = existingLedger().read()) {
            SealedEvent event = sequence.map(view::find)
                    .orElseGet(() -> view.find(id.orElseThrow()))
                    .orElseThrow(() -> CommandFailure.precondition("no event " + which + " in the store "
                            + ledger().configuration().store() + ", which has sequences up to "
                            + view.mirroredThrough() + ". Next: diptych query"
                            + options().asArguments()));
            if (isJson()) {
                out().bytes(EventLines.json(event, view.standing(event)));
            } else {
                out().line(EventLines.full(
                        event,
                        view.standing(event),
                        view.attestation(event.sequence()),
                        new Signers(ledger(), console())));
            }
        }
        return ExitCodes.GOOD;
    }

    private Optional<Sequence> sequence() {
        if (byId || !which.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long sequence = Long.parseLong(which);
        if (sequence < 1 || sequence > Sequence.VALUE_MAX) {
            throw CommandFailure.usage("a sequence is from 1 to " + Sequence.VALUE_MAX + ", was " + which);
        }
        return Optional.of(Sequence.of(sequence));
    }

    private EventId id() {
        try {
            return new EventId(which);
        } catch (InvalidEventException noId) {
            throw CommandFailure.usage(noId.getMessage());
        }
    }
}
