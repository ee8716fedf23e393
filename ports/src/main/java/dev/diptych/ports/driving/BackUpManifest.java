package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.ports.driven.StoreIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a backup holds.
 *
 * @param store who the store is, and of which ledger, schema and epoch
 * @param head the newest event of both copies; empty in the backup of an unborn ledger
 * @param createdAt when it was made, by the clock of whoever made it
 * @param files every file of it but the manifest, in the order of their names
 */
public record BackUpManifest(StoreIdentity store, Optional<ChainHead> head, Instant createdAt, List<FileEntry> files) {
    /** The version of the manifest's format. */
    public static final int VERSION = 1;

    /** The manifest's name in the backup's directory. */
    public static final String FILE_NAME = "manifest.json";

    public BackUpManifest {
        files = List.copyOf(files);
    }

    /**
     * One file of a backup.
     *
     * @param name its name from the backup's directory on, parted by {@code /}: {@code store.db}, {@code log/…}
     * @param bytes its size
     * @param sha256 the SHA-256 of its bytes, as 64 lower-case hexadecimal characters
     */
    public record FileEntry(String name, long bytes, String sha256) {
        private static final Pattern NAME = Pattern.compile("store\\.db|log/[0-9]{20}\\.jsonl");
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public FileEntry {
            if (!NAME.matcher(name).matches()
                    || bytes < 0
                    || !HASH.matcher(sha256).matches()) {
                throw new IllegalArgumentException(
                        "a file of a backup must be store.db or a segment in log/, with a size" + " and a SHA-256, was "
                                + name + ", " + bytes + ", " + sha256);
            }
        }
    }
}
