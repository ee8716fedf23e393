package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The file {@code hold}: text for whoever looks, replaced as a whole. That it is there is what counts. */
public final class HoldFile implements HoldMark {
    private static final int BYTES_MAX = 4096;

    private final DurableFiles files;
    private final Path file;

    private HoldFile(DurableFiles files, Path file) {
        this.files = files;
        this.file = file.toAbsolutePath().normalize();
    }

    /** A mark in a file that may or may not be there. */
    public static HoldFile at(DurableFiles files, Path file) {
        return new HoldFile(files, file);
    }

    @Override
    public Optional<String> read() {
        try {
            Optional<FileState> found = files.state(file);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new SmallFiles(files)
                    .read(file, BYTES_MAX)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse("something that is no plain file is in the place of the mark"));
        } catch (IOException failed) {
            throw new LogUnavailableException(
                    "cannot read the mark " + file + ": " + Messages.reason(failed)
                            + ". Nothing was changed. Next: see that the medium is sound and that this user may read it",
                    failed);
        }
    }

    @Override
    public void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("a mark has at most " + BYTES_MAX + " bytes, was " + bytes.length);
        }
        try {
            new SmallFiles(files).replace(file, bytes); // The rename in here is the commit point.
        } catch (IOException failed) {
            throw notChanged("written", failed);
        }
    }

    @Override
    public void remove() {
        try {
            if (files.state(file).isPresent()) {
                files.delete(file);
                files.forceDirectory(parent());
            }
        } catch (IOException failed) {
            throw notChanged("removed", failed);
        }
    }

    private Path parent() {
        return Optional.ofNullable(file.getParent())
                .orElseThrow(() -> new IllegalStateException("the mark " + file + " lies in no directory"));
    }

    private LogUnavailableException notChanged(String what, IOException failed) {
        return new LogUnavailableException(
                "the mark " + file + " cannot be " + what + ": " + Messages.reason(failed)
                        + ". Log and store were not touched. Next: see that there is room and that this user may write"
                        + " there, then do it again",
                failed);
    }
}
