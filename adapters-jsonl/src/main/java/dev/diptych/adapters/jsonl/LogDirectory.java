package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where things lie.
 *
 * <pre>
 * DIR/                       one ledger for each directory
 *   log/                     the log's directory: segments, and names ending in .tmp, which readers pass over
 *     00000000000000000001.jsonl
 *   lock                     held by the writer; nothing else ever opens it
 *   writer                   who holds the log, and how it was left
 *   quarantine/              copies of torn tails, made before they were cut
 * </pre>
 */
final class LogDirectory {
    private static final String TEMPORARY = ".tmp";

    private final DurableFiles files;
    private final Path log;
    private final Path parent;

    LogDirectory(DurableFiles files, Path log) {
        this.files = files;
        this.log = log.toAbsolutePath().normalize();
        Path above = this.log.getParent();
        if (above == null) {
            throw new IllegalArgumentException("the log " + log + " must be a directory inside another one");
        }
        this.parent = above;
    }

    DurableFiles files() {
        return files;
    }

    Path path() {
        return log;
    }

    Path parent() {
        return parent;
    }

    Path lock() {
        return parent.resolve("lock");
    }

    Path writer() {
        return parent.resolve("writer");
    }

    Path quarantine() {
        return parent.resolve("quarantine");
    }

    Path file(Segment segment) {
        return log.resolve(segment.name());
    }

    DurableFile openForReading(Segment segment) throws IOException {
        return files.openForReading(file(segment));
    }

    /** Whether there is a directory; what else may lie there is refused. */
    boolean exists() {
        try {
            Optional<FileState> found = files.state(log);
            if (found.isPresent() && found.get().kind() != FileState.Kind.DIRECTORY) {
                throw new LogUnavailableException("the log " + log + " is "
                        + (found.get().kind() == FileState.Kind.LINK
                                ? "a symbolic link, which is not followed"
                                : "not a directory")
                        + ". Nothing was changed. Next: give the log's own directory");
            }
            return found.isPresent();
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    /** The segments in order, and the names that do not belong here. */
    Listing list() {
        try {
            List<Segment> segments = new ArrayList<>();
            List<String> foreign = new ArrayList<>();
            for (String name : files.list(log)) {
                if (name.endsWith(TEMPORARY)) {
                    continue;
                }
                Optional<Segment> segment = Segment.named(name);
                if (segment.isPresent() && isFile(name)) {
                    segments.add(segment.get());
                } else {
                    foreign.add(name);
                }
            }
            segments.sort(null);
            return new Listing(List.copyOf(segments), List.copyOf(foreign));
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    long sizeOf(Segment segment) {
        try {
            return files.state(file(segment)).map(FileState::size).orElse(0L);
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    LogUnavailableException unreadable(IOException failed) {
        return Messages.unreadable(log, failed);
    }

    private boolean isFile(String name) throws IOException {
        return files.state(log.resolve(name))
                .filter(found -> found.kind() == FileState.Kind.FILE)
                .isPresent();
    }

    /**
     * What lies in the log's directory.
     *
     * @param segments in order
     * @param foreign names of what does not belong there, in order
     */
    record Listing(List<Segment> segments, List<String> foreign) {
        Optional<Segment> newest() {
            return segments.isEmpty() ? Optional.empty() : Optional.of(segments.get(segments.size() - 1));
        }
    }
}
