package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.AuditMark;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A file that has the mark of the last clean audit, for the next one to begin at. */
final class MarkFile {
    private final Path file;

    MarkFile(Path file) {
        this.file = file;
    }

    /**
     * The mark; empty where there is no file yet, or an empty one.
     *
     * @throws CommandFailure if something else is there: it was meant for something else, and is not replaced
     */
    Optional<AuditMark> read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String text = TextFiles.read("mark", file).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AuditMark.parse(text));
        } catch (IllegalArgumentException noMark) {
            throw CommandFailure.precondition("what is in " + file
                    + " is no mark of an audit, and would be replaced by one. Nothing was changed. Next: name another file,"
                    + " or remove this one to begin at the first event");
        }
    }

    /**
     * @throws CommandFailure if it could not be kept; the old one is there
     */
    void keep(AuditMark mark) {
        TextFiles.replace("the audit found nothing wrong, but its mark " + mark, file, mark + "\n");
    }
}
