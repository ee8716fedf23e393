package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driving.EventStanding;
import dev.diptych.ports.driving.ReadLedger;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Events that fit. */
@Command(
        name = "query",
        sortOptions = false,
        description = "Finds events in the store. All conditions must hold.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych query --dir mirror --type com.example.order_placed.v1 --limit 5",
            "  diptych query --dir mirror --tag eu --from 2026-01-01T00:00:00Z --newest-first",
            "  diptych query --dir mirror --trace 7f3a --all --json | jq -r .id"
        })
final class QueryCommand extends LedgerCommand {
    private static final int PAGE_EVENTS = 500;

    @Option(names = "--type", paramLabel = "TYPE", description = "The event type.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--source", paramLabel = "TYPE[:NAME]", description = "The source's type, and its name.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--trace", paramLabel = "ID", description = "The trace.")
    private Optional<String> trace = Optional.empty();

    @Option(names = "--session", paramLabel = "ID", description = "The session.")
    private Optional<String> session = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag among the event's own.")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "Observed at this time or later (RFC 3339).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--before", paramLabel = "TIME", description = "Observed before this time (RFC 3339).")
    private Optional<String> before = Optional.empty();

    @Option(names = "--newest-first", description = "Begins at the newest event.")
    private boolean newestFirst;

    @Option(names = "--after", paramLabel = "SEQ", description = "Begins behind this sequence, in the order asked for.")
    private Optional<Long> after = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "The most events, by default 100.")
    private Optional<Long> limit = Optional.empty();

    @Option(names = "--all", description = "Without a limit.")
    private boolean all;

    @Option(
            names = "--happened",
            description =
                    "Leaves out void and undecided events. Without it they are shown, marked: a void one belongs to a"
                            + " transaction that was rolled back (with --json it has \"void\":true behind its payload).")
    private boolean happened;

    QueryCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        EventQuery query = query();
        long left = limit();
        Signers signers = new Signers(ledger(), console());
        try (ReadLedger.View view = existingLedger().read()) {
            while (left > 0 && !console().stop().isAsked()) {
                EventPage page = view.query(query.limitedTo((int) Math.min(left, PAGE_EVENTS)));
                for (SealedEvent event : page.events()) {
                    EventStanding standing = view.standing(event);
                    if (!happened || standing == EventStanding.HAPPENED) {
                        EventLines.print(event, standing, isJson(), signers, out());
                        left--;
                    }
                }
                if (page.next().isEmpty()) {
                    return ExitCodes.GOOD;
                }
                query = query.beyond(page.next().get());
            }
        }
        if (!all && limit.isEmpty()) {
            console()
                    .say("there is more: --all, --limit N, or go on with --after "
                            + query.beyond().orElse(Sequence.NONE));
        }
        return ExitCodes.GOOD;
    }

    private long limit() {
        if (all && limit.isPresent()) {
            throw CommandFailure.usage("--all and --limit exclude each other");
        }
        long most = all ? Long.MAX_VALUE : limit.orElse(100L);
        if (most < 1) {
            throw CommandFailure.usage("--limit must be 1 or more, was " + most);
        }
        return most;
    }

    private EventQuery query() {
        try {
            EventQuery query = EventQuery.ALL
                    .observedBetween(
                            from.map(text -> EventTime.parse("--from", text)),
                            before.map(text -> EventTime.parse("--before", text)))
                    .inOrder(newestFirst ? EventQuery.Order.NEWEST_FIRST : EventQuery.Order.OLDEST_FIRST);
            if (type.isPresent()) {
                query = query.ofType(new EventType(type.get()));
            }
            if (source.isPresent()) {
                int colon = source.get().indexOf(':');
                query = colon < 0
                        ? query.fromSource(source.get(), Optional.empty())
                        : query.fromSource(
                                source.get().substring(0, colon),
                                Optional.of(source.get().substring(colon + 1)));
            }
            if (trace.isPresent()) {
                query = query.inTrace(new TraceId(trace.get()));
            }
            if (session.isPresent()) {
                query = query.inSession(new SessionId(session.get()));
            }
            if (tag.isPresent()) {
                query = query.tagged(tag.get());
            }
            return after.isPresent() ? query.beyond(Sequence.of(after.get())) : query;
        } catch (IllegalArgumentException unfit) {
            throw CommandFailure.usage(unfit.getMessage());
        }
    }
}
