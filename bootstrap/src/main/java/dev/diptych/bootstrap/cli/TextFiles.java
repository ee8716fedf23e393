package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.wiring.Parts;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Small files of text, UTF-8, read and replaced as a whole. Each failure is a message about the file. */
final class TextFiles {
    /** Beyond this it is not what anybody meant. */
    private static final long BYTES_MAX = 256L << 20;

    private TextFiles() {}

    /**
     * @param what what is sought in it, for messages
     * @throws CommandFailure if it cannot be read, or is not UTF-8
     */
    static String read(String what, Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(what, file)))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw unreadable(what, file, notText);
        }
    }

    /**
     * @param what what is sought in it, for messages
     * @throws CommandFailure if it cannot be read
     */
    static byte[] bytes(String what, Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw notRead(what, file, "it is a directory");
            }
            if (Files.size(file) > BYTES_MAX) {
                throw notRead(what, file, "it has " + Files.size(file) + " bytes, more than " + BYTES_MAX);
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw unreadable(what, file, unreadable);
        }
    }

    static CommandFailure unreadable(String what, Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return notRead(what, file, "there is no such file");
        }
        if (cause instanceof AccessDeniedException) {
            return notRead(what, file, "it may not be read");
        }
        return notRead(what, file, cause instanceof CharacterCodingException ? "it is not UTF-8" : cause.toString());
    }

    /**
     * Puts a text in the place of what the file had: written under a temporary name, forced, renamed, and the directory
     * forced. A crash leaves the old text or the new.
     *
     * @param what what the text is, for messages
     * @throws CommandFailure if that failed; the old text is there
     */
    static void replace(String what, Path file, String text) {
        DurableFiles files = Parts.files();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            files.delete(temporary);
            try (DurableFile made = files.create(temporary)) {
                made.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
                made.force();
            }
            files.rename(temporary, file); // From here readers find the new text.
            files.forceDirectory(file.getParent());
        } catch (IOException notKept) {
            throw CommandFailure.precondition(what + " could not be kept in " + file + ": " + notKept
                    + ". Next: name a file in a directory that can be written");
        }
    }

    private static CommandFailure notRead(String what, Path file, String why) {
        return CommandFailure.precondition("no " + what + " can be read from " + file + ": " + why
                + ". Nothing was changed. Next: name a file that can be read");
    }
}
