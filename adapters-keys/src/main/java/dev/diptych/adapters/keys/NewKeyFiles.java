package dev.diptych.adapters.keys;

import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two files of a new key. The private half is durable before the public one is made, so that no crash leaves a public
 * half that somebody might trust although nobody can sign with it. Only files that were made here are taken away again.
 */
final class NewKeyFiles {
    private final DurableFiles files;
    private final Path secret;
    private final Path shown;
    private final Path directory;
    private final List<Path> made = new ArrayList<>();

    NewKeyFiles(DurableFiles files, Path file) {
        this.files = files;
        this.secret = file.toAbsolutePath();
        this.shown = KeyFiles.publicFile(secret);
        Path parent = secret.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no directory above it");
        }
        this.directory = parent;
    }

    void write(byte[] secretContent, byte[] shownContent) {
        try {
            refuseWhatIsThere(secret);
            refuseWhatIsThere(shown);
            make(secret, secretContent);
            files.forceDirectory(directory);
            make(shown, shownContent);
            files.forceDirectory(directory); // Commit point. From here the key exists.
        } catch (IOException failed) {
            KeysUnusableException refused = refused(failed);
            takeAway(refused);
            throw refused;
        }
    }

    private void refuseWhatIsThere(Path file) throws IOException {
        if (files.state(file).isPresent()) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    private void make(Path file, byte[] content) throws IOException {
        try (DurableFile open = files.create(file)) {
            made.add(file);
            open.write(ByteBuffer.wrap(content), 0);
            open.force();
        }
    }

    private void takeAway(KeysUnusableException refused) {
        for (Path file : made) {
            try {
                files.delete(file);
            } catch (IOException stays) {
                refused.addSuppressed(stays);
            }
        }
        if (!made.isEmpty()) {
            try {
                files.forceDirectory(directory);
            } catch (IOException unsure) {
                refused.addSuppressed(unsure);
            }
        }
    }

    private KeysUnusableException refused(IOException failed) {
        if (failed instanceof FileAlreadyExistsException there) {
            return new KeysUnusableException(
                    "the key was not made: expected nothing at " + there.getFile()
                            + ", found a file, and a key is never replaced. Nothing was changed. Next: name a file that"
                            + " is not there yet",
                    failed);
        }
        return new KeysUnusableException(
                "the key was not made in " + secret + " and " + shown + ": " + KeyFile.reason(failed)
                        + ". What had been made was taken away again, as far as that could be seen to. Next: name a file in"
                        + " a directory that is there and that this user may write in",
                failed);
    }
}
