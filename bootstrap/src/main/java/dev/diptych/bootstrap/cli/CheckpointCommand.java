package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.CheckpointSink;
import dev.diptych.ports.driving.MakeCheckpoint;
import dev.diptych.ports.driving.NamedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a checkpoint, and keeps it elsewhere. */
@Command(
        name = "checkpoint",
        sortOptions = false,
        description =
                "Makes a small signed text that says how many events both copies have and what they are. Kept where"
                        + " the writer of the ledger cannot rewrite it, it shows later that nothing was cut or rewritten."
                        + " Takes no lock. Without a place to keep it, it is printed.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych checkpoint --dir mirror --key alice.pem --out checkpoint.txt",
            "  diptych checkpoint --dir mirror --key alice.pem --after kept.txt --to-file kept.txt",
            "  diptych checkpoint --dir mirror --key alice.pem --to-git ~/anchors --tag",
            "  diptych checkpoint --dir mirror --key alice.pem --to-command mail -s checkpoint audit@example.com"
        })
final class CheckpointCommand extends LedgerCommand {
    @Mixin
    private SigningOptions signing;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description =
                    "The ledger's name in the checkpoint, such as example.com/orders; by default diptych/ledger/ and"
                            + " the ledger id.")
    private Optional<String> origin = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "FILE",
            description =
                    "A checkpoint that was kept: the new one is made only if the ledger extends it, and goes on from"
                            + " there where that can be proved. Of several in a file, the last.")
    private Optional<Path> after = Optional.empty();

    @Mixin
    private AnchorOptions anchors;

    CheckpointCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<CheckpointSink> places = anchors.places(console());
        Optional<NamedCheckpoint> previous = after.map(file -> KeptCheckpoints.newestAt(file, console()));
        MakeCheckpoint.Request request = new MakeCheckpoint.Request(signing.require(console()), origin, previous);
        Diptych ledger = existingLedger();
        MakeCheckpoint.Answer answer;
        try (LongWork work = LongWork.begin(console(), "reading", "events", 1)) {
            answer = ledger.checkpoint(request, work.untilStopped());
        }
        return answer.fold(made -> keep(made, places), notMade -> {
            throw CommandFailure.of(ExitCodes.PRECONDITION, "not_made", notMade.message());
        });
    }

    private int keep(MakeCheckpoint.Made made, List<CheckpointSink> places) {
        List<String> kept = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (CheckpointSink place : places) {
            try {
                kept.add(place.anchor(made.text()));
            } catch (AnchorFailedException notKept) {
                failed.add(notKept.getMessage());
                console().say(paint().bad("diptych: ") + notKept.getMessage());
            }
        }
        if (isJson()) {
            out().line(JsonLine.object(json -> {
                CheckpointChecks.writeJson(made.checkpoint(), json);
                json.writeNumberField("events_read", made.eventsRead());
                json.writeStringField("note", made.text());
                Reports.writeTexts(json, "kept", kept);
                Reports.writeTexts(json, "failed", failed);
            }));
        } else {
            // Where it could not be kept everywhere, it is printed, so that it is not lost.
            if (places.isEmpty() || !failed.isEmpty()) {
                out().bytes(made.text().getBytes(StandardCharsets.UTF_8));
            }
            List<String> lines = kept.stream()
                    .map(where -> "checkpoint of " + made.checkpoint().size() + " events kept: " + where)
                    .toList();
            lines.forEach(failed.isEmpty() ? out()::line : console()::say);
        }
        return failed.isEmpty() ? ExitCodes.GOOD : ExitCodes.PRECONDITION;
    }
}
