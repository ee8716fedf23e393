package dev.diptych.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which file a path leads to: device and inode, or the real path where the system has no such thing.
 *
 * @param key equal for the same file only
 */
record FileIdentity(Object key) {
    static FileIdentity of(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return new FileIdentity(key == null ? file.toRealPath() : key);
    }
}
