package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.contracts.suites.LogProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of opening, held by this adapter on every kind of medium. */
final class JsonlLogProviderContractTest {
    @Nested
    final class OnRealFiles extends LogProviderContract {
        @TempDir
        Path parent;

        @Override
        protected LogFixture newFixture() {
            return RealLogFixture.below(parent);
        }
    }

    @Nested
    final class OnFilesThatCrash extends LogProviderContract {
        @Override
        protected LogFixture newFixture() {
            return new CrashingLogFixture(Logs.SEGMENT_BYTES_MAX);
        }
    }

    @Nested
    final class InSmallSegments extends LogProviderContract {
        @Override
        protected LogFixture newFixture() {
            return new CrashingLogFixture(2_000);
        }
    }
}
