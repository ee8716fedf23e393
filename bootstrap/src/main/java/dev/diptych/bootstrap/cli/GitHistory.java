package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.event.JsonText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The history of a git repository as drafts, oldest first: one {@code git.commit.v1} for each commit that HEAD reaches. The
 * id is {@code git_} and the commit's own, {@code observed_at} is the author's date, and nothing depends on when or where
 * this runs, so that a second run records nothing new.
 *
 * <p>{@code git log -z} ends every field with NUL: first the five of {@link #FORMAT}, then one {@code ADDED TAB DELETED TAB
 * PATH} for each file, until a field that is a commit id again. No text in a commit can hold a NUL.
 */
final class GitHistory implements DraftSource {
    private static final EventType TYPE = new EventType("git.commit.v1");
    private static final EventSource SOURCE = EventSource.of("git");

    private static final String FORMAT = "tformat:%H%x00%aI%x00%an%x00%P%x00%s";
    private static final Pattern COMMIT = Pattern.compile("\\n?([0-9a-f]{40,64})");
    private static final Pattern FILE = Pattern.compile("\\n?(\\d+|-)\\t(\\d+|-)\\t.*", Pattern.DOTALL);

    private final Path repository;
    private final Process git;
    private final Path messages;
    private final InputStream out;
    private Optional<String> ahead;
    private final AtomicLong commits = new AtomicLong();

    private GitHistory(Path repository, Process git, Path messages) throws IOException {
        this.repository = repository;
        this.git = git;
        this.messages = messages;
        this.out = new BufferedInputStream(git.getInputStream(), 1 << 16);
        this.ahead = field();
    }

    /**
     * @throws CommandFailure if there is no git, or no repository
     */
    static GitHistory of(Path repository) {
        if (!Files.isDirectory(repository)) {
            throw CommandFailure.precondition("no repository at " + repository + ": there is no such directory."
                    + " Nothing was changed. Next: name the directory of a git repository");
        }
        try {
            Path messages = Files.createTempFile("diptych-git-", ".txt");
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            "git",
                            "-C",
                            repository.toString(),
                            "-c",
                            "log.showSignature=false",
                            "-c",
                            "log.diffMerges=off",
                            "-c",
                            "core.quotePath=false",
                            "-c",
                            "i18n.logOutputEncoding=UTF-8",
                            "log",
                            "--reverse",
                            "--no-color",
                            "--no-renames",
                            "--no-ext-diff",
                            "--no-textconv",
                            "--numstat",
                            "-z",
                            "--format=" + FORMAT,
                            "HEAD"))
                    .redirectError(messages.toFile());
            builder.environment().put("LC_ALL", "C");
            Process git = builder.start();
            git.getOutputStream().close();
            return new GitHistory(repository, git, messages);
        } catch (IOException noGit) {
            throw CommandFailure.precondition("git could not be run: " + noGit.getMessage()
                    + ". Nothing was changed. Next: install git, or append from a file with --from");
        }
    }

    @Override
    public Optional<Item> next() throws IOException {
        if (ahead.isEmpty()) {
            requireGoodEnd();
            return Optional.empty();
        }
        Matcher commit = COMMIT.matcher(ahead.get());
        if (!commit.matches()) {
            throw new IOException("git log printed what is no commit id where one was expected: " + ahead.get());
        }
        String sha = commit.group(1);
        String date = require(sha);
        String author = require(sha);
        String parents = require(sha);
        String subject = require(sha);
        long files = 0;
        long added = 0;
        long deleted = 0;
        ahead = field();
        while (ahead.isPresent()) {
            Matcher file = FILE.matcher(ahead.get());
            if (file.matches()) {
                files++;
                added += count(file.group(1));
                deleted += count(file.group(2));
            } else if (COMMIT.matcher(ahead.get()).matches()) {
                break;
            }
            ahead = field();
        }
        commits.incrementAndGet();
        Change change = new Change(files, added, deleted);
        return Optional.of(new Draft("commit " + sha, draft(sha, date, author, parents, subject, change), Text.NONE));
    }

    @Override
    public long reached() {
        return commits.get();
    }

    @Override
    public long amount() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        git.destroy();
        Files.deleteIfExists(messages);
    }

    private record Change(long files, long added, long deleted) {}

    private static EventDraft draft(
            String sha, String date, String author, String parents, String subject, Change change) {
        String payload = JsonLine.object(json -> {
            json.writeStringField("sha", sha);
            json.writeStringField("author", author);
            json.writeStringField("subject", subject);
            json.writeArrayFieldStart("parents");
            for (String parent : parents.isEmpty() ? new String[0] : parents.split(" ")) {
                json.writeString(parent);
            }
            json.writeEndArray();
            json.writeNumberField("files_changed", change.files());
            json.writeNumberField("lines_added", change.added());
            json.writeNumberField("lines_deleted", change.deleted());
        });
        EventDraft draft = EventDraft.of(TYPE, JsonText.of(payload))
                .withId(new EventId("git_" + sha))
                .withSource(SOURCE)
                .withTags(DomainTags.of("git"));
        return observed(date).map(draft::withObservedAt).orElse(draft);
    }

    /** Empty for the odd date that an event cannot have; git takes any. */
    private static Optional<EventTime> observed(String date) {
        try {
            return Optional.of(EventTime.parse("observed_at", date));
        } catch (InvalidEventException odd) {
            return Optional.empty();
        }
    }

    private static long count(String number) {
        return number.equals("-") ? 0 : Long.parseLong(number);
    }

    private String require(String sha) throws IOException {
        return field().orElseThrow(() -> new IOException("git log ended in the middle of commit " + sha));
    }

    private Optional<String> field() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = out.read();
        if (b < 0) {
            return Optional.empty();
        }
        while (b > 0) {
            bytes.write(b);
            b = out.read();
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    private void requireGoodEnd() throws IOException {
        int code;
        try {
            code = git.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git log ended", interrupted);
        }
        if (code != 0) {
            String said = Files.readString(messages, StandardCharsets.UTF_8).strip();
            throw CommandFailure.precondition("the history of " + repository + " could not be read: git log ended with "
                    + code + " and said: " + said.lines().findFirst().orElse("nothing")
                    + ". Commits read before are recorded. Next: see what 'git -C " + repository + " log' says");
        }
    }
}
