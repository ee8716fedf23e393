package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driving.EventStanding;
import dev.diptych.ports.driving.ReadLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The newest events, and those that come. */
@Command(
        name = "tail",
        sortOptions = false,
        description =
                "Prints the newest events that are in both copies, and with --follow those that come, until a signal"
                        + " ends it.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  diptych tail --dir mirror -n 20", "  diptych tail --dir mirror -f --json | jq -r .event_type"})
final class TailCommand extends LedgerCommand {
    /** How often a follower looks for more; looking is one indexed read. */
    private static final long LOOK_EVERY_MILLIS = 200;

    @Option(
            names = {"-n", "--events"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many events to begin with, by default 10.")
    private long count;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with events as they are mirrored.")
    private boolean follow;

    @Option(
            names = "--happened",
            description =
                    "Leaves out void and undecided events. Without it they are shown, marked: a void one belongs to a"
                            + " transaction that was rolled back (with --json it has \"void\":true behind its payload).")
    private boolean happened;

    TailCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        if (count < 0) {
            throw CommandFailure.usage("--events must be 0 or more, was " + count);
        }
        Signers signers = new Signers(ledger(), console());
        try (ReadLedger.View view = existingLedger().read()) {
            Sequence shown = Sequence.of(Math.max(0, view.mirroredThrough().value() - count));
            shown = print(view, shown, signers);
            while (follow && !console().stop().waitFor(LOOK_EVERY_MILLIS)) {
                if (view.mirroredThrough().isAfter(shown)) {
                    shown = print(view, shown, signers);
                }
            }
        }
        return ExitCodes.GOOD;
    }

    private Sequence print(ReadLedger.View view, Sequence after, Signers signers) {
        Sequence through = view.mirroredThrough();
        Sequence last = after;
        try (EventCursor events = view.after(after)) {
            while (!console().stop().isAsked() && events.advance()) {
                if (events.event().sequence().isAfter(through)) {
                    break;
                }
                EventStanding standing = view.standing(events.event());
                if (!happened || standing == EventStanding.HAPPENED) {
                    EventLines.print(events.event(), standing, isJson(), signers, out());
                }
                last = events.event().sequence();
            }
        }
        out().flush();
        return last;
    }
}
