package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.suites.LogCrashContract;
import dev.diptych.contracts.suites.LogFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of crashes, held by this adapter on every kind of medium. */
final class JsonlCrashContractTest {
    @Nested
    final class OnRealFiles extends LogCrashContract {
        @TempDir
        Path parent;

        @Override
        protected LogFixture newFixture() {
            return RealLogFixture.below(parent);
        }
    }

    @Nested
    final class OnFilesThatCrash extends LogCrashContract {
        @Override
        protected LogFixture newFixture() {
            return new CrashingLogFixture(Logs.SEGMENT_BYTES_MAX);
        }
    }

    @Nested
    final class InSmallSegments extends LogCrashContract {
        @Override
        protected LogFixture newFixture() {
            return new CrashingLogFixture(2_000);
        }
    }
}
