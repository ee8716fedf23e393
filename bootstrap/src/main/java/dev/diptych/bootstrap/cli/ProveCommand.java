package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.ProveEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that one event is in the ledger. */
@Command(
        name = "prove",
        sortOptions = false,
        description =
                "Writes a proof that one event is among those that a checkpoint speaks of. Whoever has the proof and"
                        + " trusts the checkpoint's key needs no ledger to check it: diptych check-proof.",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych prove order-1001-placed --dir mirror --against checkpoint.txt --out order-1001.proof",
            "  diptych prove order-1001-placed --dir mirror --against kept.txt | diptych check-proof -"
        })
final class ProveCommand extends LedgerCommand {
    @Parameters(paramLabel = "ID", description = "The event's id.")
    private String id;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            required = true,
            description = "A checkpoint of this ledger that has the event. Of several in a file, the last.")
    private Path against;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the proof goes; by default it is printed.")
    private Optional<Path> out = Optional.empty();

    ProveCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        EventId event = id();
        NamedCheckpoint checkpoint = KeptCheckpoints.newestAt(against, console());
        Diptych ledger = existingLedger();
        ProveEvent.Answer answer;
        try (LongWork work = LongWork.begin(console(), "reading", "events", 1)) {
            answer = ledger.prove(event, checkpoint, work.untilStopped());
        }
        return answer.fold(proved -> print(event, proved.text()), notProved -> {
            throw CommandFailure.of(ExitCodes.PRECONDITION, "not_proved", notProved.message());
        });
    }

    private int print(EventId event, String proof) {
        Optional<Path> file = out.map(console()::resolve);
        file.ifPresent(path -> TextFiles.replace("the proof", path, proof));
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                json.writeStringField("id", event.value());
                json.writeStringField("proof", proof);
                if (file.isPresent()) {
                    json.writeStringField("file", file.get().toString());
                }
            }));
        } else if (file.isPresent()) {
            out().line("proof of event " + event + " kept: " + file.get());
        } else {
            out().bytes(proof.getBytes(StandardCharsets.UTF_8));
        }
        return ExitCodes.GOOD;
    }

    private EventId id() {
        try {
            return new EventId(id);
        } catch (InvalidEventException noId) {
            throw CommandFailure.usage(noId.getMessage());
        }
    }
}
