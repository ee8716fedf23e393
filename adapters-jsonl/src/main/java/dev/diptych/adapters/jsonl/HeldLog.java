package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.files.DurableFiles.FileState;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The lock on a log, and what the file {@code writer} says while it is held and when it is let go. */
final class HeldLog implements Closeable {
    private final LogDirectory directory;
    private final Closeable lock;
    private final Optional<String> lockIdentity;
    private final WriterRecord.Open self;
    private Optional<WriterRecord.Closed> lastClosed = Optional.empty();

    private HeldLog(LogDirectory directory, Closeable lock, Optional<String> lockIdentity, WriterRecord.Open self) {
        this.directory = directory;
        this.lock = lock;
        this.lockIdentity = lockIdentity;
        this.self = self;
    }

    /** Takes the lock if it is free. Its directory is there. */
    static Optional<HeldLog> take(LogDirectory directory, WriterRecord.Open self) throws IOException {
        Optional<Closeable> lock = directory.files().tryLock(directory.lock());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        HeldLog held = null;
        try {
            held = new HeldLog(directory, lock.get(), identityOf(directory), self);
            return Optional.of(held);
        } finally {
            if (held == null) {
                lock.get().close();
            }
        }
    }

    /** Says, durably, that this process holds the log; the last clean close stays as a witness. */
    void announce(Optional<WriterRecord.Closed> before) throws IOException {
        lastClosed = before;
        new WriterFile(directory).replace(new WriterRecord(Optional.of(self), before, false));
    }

    /**
     * Says, durably, how the log is left.
     *
     * @param cleanly where it ends; empty where that is not known, and then it stays marked as open
     */
    void leave(Optional<WriterRecord.Closed> cleanly, boolean storeClosed) throws IOException {
        WriterRecord record = cleanly.isPresent()
                ? new WriterRecord(Optional.empty(), cleanly, storeClosed)
                : new WriterRecord(Optional.of(self), lastClosed, storeClosed);
        new WriterFile(directory).replace(record);
    }

    /** What is wrong with the lock, in words: without its name at its path it keeps nobody out. */
    Optional<String> whatIsWrong() throws IOException {
        Optional<String> found = identityOf(directory);
        return found.equals(lockIdentity)
                ? Optional.empty()
                : Optional.of("the lock " + directory.lock() + " is "
                        + (found.isEmpty()
                                ? "gone"
                                : "another file (expected " + lockIdentity.orElse("none") + ", found " + found.get()
                                        + ")"));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static Optional<String> identityOf(LogDirectory directory) throws IOException {
        return directory.files().state(directory.lock()).map(FileState::identity);
    }
}
