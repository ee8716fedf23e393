package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.contracts.suites.LogReaderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of reading, held by this adapter on every kind of medium. */
final class JsonlLogReaderContractTest {
    @Nested
    final class OnRealFiles extends LogReaderContract {
        @TempDir
        Path parent;

        @Override
        protected LogFixture newFixture() {
            return RealLogFixture.below(parent);
        }
    }

    @Nested
    final class OnFilesThatCrash extends LogReaderContract {
        @Override
        protected LogFixture newFixture() {
            return new CrashingLogFixture(Logs.SEGMENT_BYTES_MAX);
        }
    }
}
