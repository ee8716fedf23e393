package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The place of a log in memory. */
final class TwinLogProvider implements LogProvider {
    private final TwinLogDisk disk;

    TwinLogProvider(TwinLogDisk disk) {
        this.disk = disk;
    }

    @Override
    public LogPresence presence() {
        CrashingFiles files = disk.files();
        try {
            if (files.state(TwinLogDisk.LOG).isEmpty()) {
                return LogPresence.ABSENT;
            }
            boolean holds = files.state(TwinLogDisk.SEGMENT)
                    .map(state -> state.size() > 0)
                    .orElse(false);
            return holds ? LogPresence.HOLDS_BYTES : LogPresence.EMPTY;
        } catch (IOException failed) {
            throw unavailable("could not be looked at", failed);
        }
    }

    @Override
    public LogOpening openForWriting(Supplier<StoreMemory> memory, TornTail tornTail) {
        CrashingFiles files = disk.files();
        Optional<Closeable> lock = Optional.empty();
        boolean opened = false;
        try {
            files.createDirectories(TwinLogDisk.LOG);
            lock = files.tryLock(TwinLogDisk.LOCK);
            if (lock.isEmpty()) {
                return new LogOpening.LogRefused(locked(files));
            }
            LogOpening opening = new TwinLogOpening(disk, files, lock.get()).open(memory.get(), tornTail);
            opened = opening instanceof LogOpening.LogOpened;
            return opening;
        } catch (IOException failed) {
            throw unavailable("could not be taken for writing", failed);
        } finally {
            if (!opened) {
                lock.ifPresent(TwinLogProvider::release);
            }
        }
    }

    @Override
    public LogReader openForReading() {
        CrashingFiles files = disk.files();
        try {
            if (files.state(TwinLogDisk.LOG).isEmpty()) {
                throw new LogUnavailableException(
                        "there is no log in memory. Nothing was changed. Next: open it for writing once");
            }
            files.list(TwinLogDisk.LOG);
        } catch (IOException failed) {
            throw unavailable("could not be opened for reading", failed);
        }
        return new TwinLogReader(disk, files);
    }

    static void release(Closeable lock) {
        try {
            lock.close();
        } catch (IOException failed) {
            throw unavailable("could not be let go", failed);
        }
    }

    static LogUnavailableException unavailable(String what, IOException cause) {
        return new LogUnavailableException(
                "the log in memory " + what + ": " + cause.getMessage()
                        + ". Nothing durable was lost. Next: open it again",
                cause);
    }

    private static LogRefusal locked(CrashingFiles files) throws IOException {
        OptionalLong pid = WriterRecord.parse(TwinFiles.read(files, TwinLogDisk.WRITER))
                .holder()
                .map(holder -> OptionalLong.of(holder.pid()))
                .orElseGet(OptionalLong::empty);
        return new LogRefusal.Locked(
                pid,
                "the log in memory is held by another writer"
                        + (pid.isPresent() ? ", process " + pid.getAsLong() : "")
                        + ". Nothing was changed. Next: wait until it has ended");
    }
}
