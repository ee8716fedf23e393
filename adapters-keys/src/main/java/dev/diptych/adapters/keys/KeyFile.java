package dev.diptych.adapters.keys;

import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * A small file that is read as a whole. Symbolic links are followed, and what is judged and read is the real file.
 *
 * @param what what the file is, for messages
 * @param path where, as it was named
 * @param bytesMax the most bytes that are read; a larger file is none of ours
 */
record KeyFile(String what, Path path, int bytesMax) {
    /** The file's bytes. */
    byte[] read(DurableFiles files) {
        return read(files, Set.of());
    }

    /** The file's bytes, if nobody but its owner can do anything with it. The caller wipes them. */
    byte[] readSecret(DurableFiles files) {
        return read(
                files,
                Set.of(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.GROUP_EXECUTE,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_WRITE,
                        PosixFilePermission.OTHERS_EXECUTE));
    }

    private byte[] read(DurableFiles files, Set<PosixFilePermission> forbidden) {
        try {
            Path real = path.toRealPath();
            try (DurableFile open = files.openForReading(real)) {
                if (!forbidden.isEmpty()) {
                    refuse(real, forbidden);
                    String judged = files.state(real)
                            .map(DurableFiles.FileState::identity)
                            .orElse("nothing");
                    if (!judged.equals(open.identity())) {
                        throw new IOException("the file was replaced while it was being read");
                    }
                }
                return content(open);
            }
        } catch (NoSuchFileException absent) {
            throw new KeysUnusableException(
                    "there is no " + what + " " + path + ". Nothing was changed. Next: name the file that it is in",
                    absent);
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    private void refuse(Path real, Set<PosixFilePermission> forbidden) throws IOException {
        Set<PosixFilePermission> found;
        try {
            found = Files.getPosixFilePermissions(real, LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException withoutPermissions) {
            throw new IOException("the file system does not say who can read it", withoutPermissions);
        }
        if (found.stream().anyMatch(forbidden::contains)) {
            throw new KeysUnusableException("the " + what + " " + path
                    + " is open to others than its owner: expected the"
                    + " mode 0600 or a stricter one, found " + octal(found) + ". Nothing was changed. Next: chmod 600 "
                    + real + ", and think of the key as known to whoever could read it");
        }
    }

    private byte[] content(DurableFile open) throws IOException {
        long size = open.size();
        if (size > bytesMax) {
            throw new IOException("expected at most " + bytesMax + " bytes, found " + size);
        }
        ByteBuffer content = ByteBuffer.allocate((int) size);
        while (content.hasRemaining() && open.read(content, content.position()) > 0) {
            continue;
        }
        byte[] bytes = Arrays.copyOf(content.array(), content.position());
        Arrays.fill(content.array(), (byte) 0);
        return bytes;
    }

    KeysUnusableException unreadable(IOException failed) {
        return new KeysUnusableException(
                "cannot read the " + what + " " + path + ": " + reason(failed)
                        + ". Nothing was changed. Next: see that it is a file that this user may read",
                failed);
    }

    /** What an exception of the file system says, with its kind where the message is only a path. */
    static String reason(IOException failed) {
        String message = failed.getMessage();
        String kind = failed.getClass().getSimpleName();
        boolean says = message != null && message.indexOf(' ') >= 0;
        return says ? message : kind + (message == null ? "" : " " + message);
    }

    private static String octal(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : permissions) {
            mode |= 0400 >> permission.ordinal();
        }
        return "0" + Integer.toString(mode + 01000, 8).substring(1);
    }
}
