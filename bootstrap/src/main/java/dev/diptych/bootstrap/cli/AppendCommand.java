package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Appends events to both copies. */
@Command(
        name = "append",
        sortOptions = false,
        description =
                "Appends events: each is forced to the log and then committed to the store. Makes the ledger if the"
                        + " directory is empty or missing. Afterwards it compares both copies and prints the verdict.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  diptych append --dir mirror --git-history .",
            "  diptych append --dir mirror --from samples/orders.jsonl",
            "  producer | diptych append --dir mirror --from - --receipts",
            "  diptych append --dir mirror --type com.example.order_placed.v1 --payload '{\"total\":12.50}'",
            "  diptych append --dir mirror --from samples/orders.jsonl --key alice.pem",
            "",
            "A draft is a JSON object on one line: event_type and payload, and if you like id, source,",
            "observed_at, trace_id, session_id, domain_tags. A draft whose id is there with the same content is",
            "recorded already, so appending a file again adds nothing.",
            "",
            "Receipts, one line for each event that is durable, printed at once:",
            "  {\"seq\":1,\"id\":\"…\",\"outcome\":\"mirrored|already_recorded|mirror_pending\"}"
        })
final class AppendCommand extends LedgerCommand {
    @Mixin
    private AppendInput input;

    @Mixin
    private SigningOptions signing;

    @Option(
            names = "--on-error",
            paramLabel = "stop|skip",
            description =
                    "At a line that is refused: stop, so that nothing behind it is appended (the default), or skip it"
                            + " and keep it in a file.")
    private OnError onError = OnError.stop;

    @Option(
            names = "--skipped",
            paramLabel = "FILE",
            description = "Where skipped lines are kept, as they were, behind what FILE holds. By default"
                    + " skipped-lines.jsonl in the current directory.")
    private Optional<Path> skipped = Optional.empty();

    @Option(names = "--receipts", description = "Prints a line of JSON for each acknowledged event, at once.")
    private boolean receipts;

    @Option(
            names = "--verify",
            paramLabel = "LEVEL",
            description =
                    "How to compare both copies afterwards: full, since (what was appended), quick, none. By default"
                            + " full up to 100,000 events, since beyond.")
    private Optional<AppendVerification.Wanted> verify = Optional.empty();

    /** What to do at a line that is refused; the names are what is typed. */
    enum OnError {
        stop,
        skip
    }

    AppendCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Optional<EventSigner> signer = signing.signer(console());
        try (DraftSource source = input.open(console());
                SkippedLines kept = new SkippedLines(skippedFile())) {
            AppendTally tally;
            Optional<VerifyReport> report;
            boolean stopped;
            try (Mirror mirror = Openings.require(ledger().tryOpen())) {
                Reports.mended(mirror.opening()).forEach(console()::say);
                long before = mirror.state()
                        .head()
                        .map(head -> head.sequence().value())
                        .orElse(0L);
                AppendVerification verification = AppendVerification.of(mirror, verify);
                tally = append(mirror, signer, source, kept, before);
                stopped = console().stop().isAsked();
                report = stopped ? Optional.empty() : verification.run(console());
            }
            new AppendReport(console(), paint(), isJson(), receipts).print(tally, kept, report, stopped);
            return tally.exitCode() != ExitCodes.GOOD
                    ? tally.exitCode()
                    : report.map(Reports::exitCode).orElse(ExitCodes.GOOD);
        }
    }

    private AppendTally append(
            Mirror mirror, Optional<EventSigner> signer, DraftSource source, SkippedLines kept, long before)
            throws IOException {
        DraftFeed feed = DraftFeed.of(source);
        console().stop().whenAsked(feed::stop);
        try (LongWork work = LongWork.begin(console(), "appending", input.unit(), input.unitSize())) {
            Listener listener = new Listener(source, work);
            Optional<SkippedLines> keeper = onError == OnError.skip ? Optional.of(kept) : Optional.empty();
            AppendRun run = new AppendRun(mirror, signer, feed, keeper, listener);
            return run.run();
        } catch (OutputClosedException nobodyReads) {
            console()
                    .say("standard output was closed: stopped. Everything handed in before is recorded, from sequence "
                            + (before + 1) + " to "
                            + mirror.state()
                                    .head()
                                    .map(head -> head.sequence().value())
                                    .orElse(0L));
            throw nobodyReads;
        } finally {
            feed.stop();
        }
    }

    private Path skippedFile() {
        if (skipped.isPresent() && onError == OnError.stop) {
            throw CommandFailure.usage("--skipped keeps lines that are skipped, and none are without --on-error skip");
        }
        Path file = console().resolve(skipped.orElse(Path.of("skipped-lines.jsonl")));
        if (onError == OnError.skip && file.startsWith(options().directory(console()))) {
            throw CommandFailure.usage("skipped lines would be kept in " + file + ", which is inside the ledger's own"
                    + " directory. Next: name another place with --skipped FILE");
        }
        return file;
    }

    private final class Listener implements AppendRun.AppendListener {
        private final DraftSource source;
        private final LongWork work;

        private Listener(DraftSource source, LongWork work) {
            this.source = source;
            this.work = work;
        }

        @Override
        public void acknowledged(AppendReceipt receipt, String outcome) {
            if (receipts) {
                out().line("{\"seq\":" + receipt.sequence() + ",\"id\":\"" + receipt.id() + "\",\"outcome\":\""
                        + outcome + "\"}");
                out().flush();
            }
        }

        @Override
        public void flush() {
            work.reached(source.reached(), source.amount());
        }

        @Override
        public void refused(String place, String reason) {
            console().say(paint().bad(place + " refused: ") + Visible.text(reason));
        }
    }
}
