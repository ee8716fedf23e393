package dev.diptych.adapters.jsonl;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What is known of running processes: who we are, and whether another still holds what it once took. */
interface Processes {
    /** The operating system this runs on. */
    Processes REAL = new OfThisMachine();

    /** Who we are. */
    WriterRecord.Open self();

    /** Whether the process that took the log behind {@code lock} still holds it. */
    boolean holds(WriterRecord.Open taker, Path lock);

    /** Asks the operating system. A process id may be given again, so the start times must agree where both are known. */
    final class OfThisMachine implements Processes {
        private static final long SAME_START_MILLIS = 2_000;

        @Override
        public WriterRecord.Open self() {
            ProcessHandle self = ProcessHandle.current();
            return new WriterRecord.Open(self.pid(), startMillis(self));
        }

        @Override
        public boolean holds(WriterRecord.Open taker, Path lock) {
            Optional<ProcessHandle> process = ProcessHandle.of(taker.pid()).filter(ProcessHandle::isAlive);
            if (process.isEmpty()) {
                return false;
            }
            long start = startMillis(process.get());
            boolean same =
                    start == 0 || taker.startMillis() == 0 || Math.abs(start - taker.startMillis()) < SAME_START_MILLIS;
            return same && (taker.pid() != ProcessHandle.current().pid() || NioDurableFiles.isHeldHere(lock));
        }

        private static long startMillis(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }
    }
}
