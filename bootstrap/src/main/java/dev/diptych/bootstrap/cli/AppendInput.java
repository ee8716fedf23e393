package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the drafts of an append come from: a file or standard input, a git repository, or the options themselves. */
final class AppendInput {
    @Option(
            names = "--from",
            paramLabel = "FILE|-",
            description = "Drafts as JSON Lines, from a file or, with -, from standard input.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--git-history",
            paramLabel = "REPO",
            description = "The commits of a git repository, one event git.commit.v1 for each, oldest first.")
    private Optional<Path> gitHistory = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE", description = "One event of this type, from the options below.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--payload", paramLabel = "JSON", description = "Its payload, any JSON value.")
    private Optional<String> payload = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "Its id; by default evt_ and a ULID.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--source", paramLabel = "TYPE[:NAME]", description = "Its source, by default user.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--observed-at",
            paramLabel = "TIME",
            description = "When it was observed (RFC 3339), by default now.")
    private Optional<String> observedAt = Optional.empty();

    @Option(names = "--trace", paramLabel = "ID", description = "Its trace.")
    private Optional<String> trace = Optional.empty();

    @Option(names = "--session", paramLabel = "ID", description = "Its session.")
    private Optional<String> session = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag; as often as you like.")
    private List<String> tags = new ArrayList<>();

    /**
     * @throws CommandFailure if it is not said clearly where drafts come from, or they cannot be read
     */
    DraftSource open(Console console) {
        boolean single = hasEventOption();
        int ways = (from.isPresent() ? 1 : 0) + (gitHistory.isPresent() ? 1 : 0) + (single ? 1 : 0);
        if (ways != 1) {
            throw CommandFailure.usage((ways == 0 ? "nothing to append" : "more than one thing to append")
                    + ": give one of --from FILE|-, --git-history REPO, or --type with --payload");
        }
        if (single) {
            return new SingleDraft(draft());
        }
        return gitHistory.isPresent()
                ? GitHistory.of(console.resolve(gitHistory.get()))
                : lines(console, from.orElseThrow());
    }

    /** What the progress of reading is counted in. */
    String unit() {
        return from.isPresent() ? "kB" : "events";
    }

    long unitSize() {
        return from.isPresent() ? 1_000 : 1;
    }

    private boolean hasEventOption() {
        return type.isPresent()
                || payload.isPresent()
                || id.isPresent()
                || source.isPresent()
                || observedAt.isPresent()
                || trace.isPresent()
                || session.isPresent()
                || !tags.isEmpty();
    }

    private EventDraft draft() {
        if (type.isEmpty() || payload.isEmpty()) {
            throw CommandFailure.usage("an event from options needs --type and --payload");
        }
        try {
            return new EventDraft(
                    id.map(EventId::new),
                    new EventType(type.get()),
                    source.map(AppendInput::source).orElse(EventSource.USER),
                    observedAt.map(text -> EventTime.parse("observed_at", text)),
                    trace.map(TraceId::new),
                    session.map(SessionId::new),
                    new DomainTags(tags),
                    JsonText.of(payload.get()));
        } catch (InvalidEventException invalid) {
            throw CommandFailure.refused("the event was refused: " + invalid.getMessage() + ". Nothing was written");
        }
    }

    private static EventSource source(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? EventSource.of(text)
                : EventSource.named(text.substring(0, colon), text.substring(colon + 1));
    }

    private static DraftSource lines(Console console, String name) {
        if (name.equals("-")) {
            return new JsonLinesSource(console.in(), 0);
        }
        Path file = console.resolve(Path.of(name));
        try {
            if (Files.isDirectory(file)) {
                throw CommandFailure.precondition("cannot append from " + file
                        + ": it is a directory. Nothing was changed. Next: name a file of JSON Lines, or - for standard"
                        + " input");
            }
            InputStream in = Files.newInputStream(file);
            return new JsonLinesSource(in, Files.isRegularFile(file) ? Files.size(file) : 0);
        } catch (NoSuchFileException absent) {
            throw CommandFailure.precondition("cannot append from " + file
                    + ": there is no such file. Nothing was changed. Next: name a file of JSON Lines, or - for standard"
                    + " input");
        } catch (AccessDeniedException denied) {
            throw CommandFailure.precondition("cannot append from " + file
                    + ": it may not be read. Nothing was changed. Next: see to its permissions");
        } catch (IOException unreadable) {
            throw CommandFailure.precondition("cannot append from " + file + ": " + unreadable
                    + ". Nothing was changed. Next: name a file that can be read");
        }
    }
}
