package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.diptych.domain.event.Limits;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.ports.driven.CheckpointSink;
import dev.diptych.ports.driven.Deadlines;
import dev.diptych.ports.driven.EventIdGenerator;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Every test of every suite can fail: an implementation that does nothing fails all of them, and none is ever skipped. */
class SuitesHaveTeethTest {
    /** How the tests of one class ended. */
    private record Outcome(List<String> passed, List<String> failed, List<String> skipped) {}

    static List<Class<?>> suitesOverNothing() {
        return Arrays.stream(SuitesHaveTeethTest.class.getDeclaredClasses())
                .filter(type -> type.getSimpleName().startsWith("Over"))
                .<Class<?>>map(type -> type)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("suitesOverNothing")
    void fails_every_test_over_an_implementation_that_does_nothing(Class<?> suite) {
        Outcome outcome = run(suite);

        assertThat(outcome.passed()).as("passed although nothing was done").isEmpty();
        assertThat(outcome.skipped()).isEmpty();
        assertThat(outcome.failed()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("suitesOverTwins")
    void passes_every_test_over_the_twins_and_skips_none(String twinsTest) throws ClassNotFoundException {
        Outcome outcome = run(Class.forName("dev.diptych.contracts." + twinsTest));

        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.skipped()).isEmpty();
        assertThat(outcome.passed()).hasSizeGreaterThanOrEqualTo(3);
    }

    static List<String> suitesOverTwins() {
        return List.of(
                "twins.TwinDurableLogContractTest",
                "twins.TwinLogCrashContractTest",
                "twins.TwinLogProviderContractTest",
                "twins.TwinLogDamageContractTest",
                "twins.TwinLogReaderContractTest",
                "twins.TwinQueryStoreContractTest",
                "twins.TwinBoundTransactionsContractTest",
                "twins.TwinStoreReaderContractTest",
                "twins.TwinStoreQueryContractTest",
                "twins.TwinStoreProviderContractTest",
                "twins.TwinStoreUpgradeContractTest",
                "twins.TwinUnmatchedSpoolContractTest",
                "twins.TwinPayloadReaderContractTest",
                "twins.CountingEventIdsContractTest",
                "twins.SeededRandomBytesContractTest",
                "twins.TwinSignerContractTest",
                "twins.TwinSignatureVerifierContractTest",
                "twins.TwinKeyRingContractTest",
                "twins.TwinCheckpointSinkContractTest",
                "twins.TwinTreeMemoryContractTest",
                "twins.HandDeadlinesContractTest",
                "twins.TwinHoldMarkContractTest",
                "twins.TwinLogCopiesContractTest",
                "twins.TwinStoreCopiesContractTest",
                "files.CrashingFilesContractTest");
    }

    private static Outcome run(Class<?> suite) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    boolean passed = result.getStatus() == Status.SUCCESSFUL;
                    (passed ? outcome.passed() : outcome.failed()).add(test.getDisplayName());
                }
            }

            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                outcome.skipped().add(test.getDisplayName());
            }
        });
        return outcome;
    }

    static class OverDurableLog extends DurableLogContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.of(LogFixture.class);
        }
    }

    static class OverUnableDurableLog extends DurableLogContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.unable(LogFixture.class);
        }
    }

    static class OverLogCrash extends LogCrashContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.of(LogFixture.class);
        }
    }

    static class OverUnableLogCrash extends LogCrashContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.unable(LogFixture.class);
        }
    }

    static class OverLogProvider extends LogProviderContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.of(LogFixture.class);
        }
    }

    static class OverUnableLogProvider extends LogProviderContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.unable(LogFixture.class);
        }
    }

    static class OverLogDamage extends LogDamageContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.of(LogFixture.class);
        }
    }

    static class OverUnableLogDamage extends LogDamageContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.unable(LogFixture.class);
        }
    }

    static class OverLogReader extends LogReaderContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.of(LogFixture.class);
        }
    }

    static class OverUnableLogReader extends LogReaderContract {
        @Override
        protected LogFixture newFixture() {
            return Nothing.unable(LogFixture.class);
        }
    }

    static class OverQueryStore extends QueryStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.of(StoreFixture.class);
        }
    }

    static class OverUnableQueryStore extends QueryStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.unable(StoreFixture.class);
        }
    }

    static class OverBoundTransactions extends BoundTransactionsContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.of(StoreFixture.class);
        }
    }

    static class OverUnableBoundTransactions extends BoundTransactionsContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.unable(StoreFixture.class);
        }
    }

    static class OverStoreReader extends StoreReaderContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.of(StoreFixture.class);
        }
    }

    static class OverUnableStoreReader extends StoreReaderContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.unable(StoreFixture.class);
        }
    }

    static class OverStoreQuery extends StoreQueryContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.of(StoreFixture.class);
        }
    }

    static class OverUnableStoreQuery extends StoreQueryContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.unable(StoreFixture.class);
        }
    }

    static class OverStoreProvider extends StoreProviderContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.of(StoreFixture.class);
        }
    }

    static class OverUnableStoreProvider extends StoreProviderContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.unable(StoreFixture.class);
        }
    }

    static class OverStoreUpgrade extends StoreUpgradeContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.of(StoreFixture.class);
        }
    }

    static class OverUnableStoreUpgrade extends StoreUpgradeContract {
        @Override
        protected StoreFixture newFixture() {
            return Nothing.unable(StoreFixture.class);
        }
    }

    static class OverUnmatchedSpool extends UnmatchedSpoolContract {
        @Override
        protected UnmatchedSpool.Provider provider() {
            return Nothing.of(UnmatchedSpool.Provider.class);
        }

        @Override
        protected boolean hasLeftSomething() {
            return false;
        }
    }

    static class OverPayloadReader extends PayloadReaderContract {
        @Override
        protected PayloadReader reader(Limits limits) {
            return Nothing.of(PayloadReader.class);
        }
    }

    static class OverEventIds extends EventIdGeneratorContract {
        @Override
        protected EventIdGenerator generator() {
            return Nothing.of(EventIdGenerator.class);
        }
    }

    static class OverRandomBytes extends RandomBytesContract {
        @Override
        protected RandomBytes randomBytes(int run) {
            return Nothing.of(RandomBytes.class);
        }

        @Override
        protected boolean isUnforeseeable() {
            return true;
        }
    }

    static class OverEventSigner extends EventSignerContract {
        @Override
        protected EventSigner signer(byte[] seed) {
            return Nothing.of(EventSigner.class);
        }
    }

    static class OverSignatureVerifier extends SignatureVerifierContract {
        @Override
        protected SignatureVerifier verifier() {
            return Nothing.of(SignatureVerifier.class);
        }
    }

    static class OverKeyRing extends KeyRingContract {
        @Override
        protected KeyRing ring() {
            return Nothing.of(KeyRing.class);
        }

        @Override
        protected void say(List<TrustedKey> keys) {}

        @Override
        protected void spoil() {}
    }

    static class OverTreeMemory extends TreeMemoryContract {
        @Override
        protected TreeMemory memory() {
            return Nothing.of(TreeMemory.class);
        }

        @Override
        protected TreeMemory reopened() {
            return Nothing.of(TreeMemory.class);
        }

        @Override
        protected void spoil() {}
    }

    static class OverDeadlines extends DeadlinesContract {
        @Override
        protected Deadlines deadlines() {
            return Nothing.of(Deadlines.class);
        }

        @Override
        protected Duration soon() {
            return Duration.ZERO;
        }

        @Override
        protected void letTimePass() {}

        @Override
        protected Duration patience() {
            return Duration.ofMillis(1);
        }
    }

    static class OverHoldMark extends HoldMarkContract {
        @Override
        protected HoldMark mark() {
            return Nothing.of(HoldMark.class);
        }

        @Override
        protected HoldMark afterPowerCut() {
            return Nothing.of(HoldMark.class);
        }

        @Override
        protected void spoil() {}
    }

    static class OverLogCopies extends LogCopiesContract {
        @Override
        protected LogCopies copies() {
            return Nothing.of(LogCopies.class);
        }

        @Override
        protected Path emptyDirectory() {
            return Path.of("/nowhere");
        }
    }

    static class OverStoreCopies extends StoreCopiesContract {
        @Override
        protected StoreProvider source() {
            return Nothing.of(StoreProvider.class);
        }

        @Override
        protected StoreCopies copies() {
            return Nothing.of(StoreCopies.class);
        }

        @Override
        protected Path emptyDirectory() {
            return Path.of("/nowhere");
        }
    }

    static class OverCheckpointSink extends CheckpointSinkContract {
        @Override
        protected CheckpointSink sink() {
            return Nothing.of(CheckpointSink.class);
        }

        @Override
        protected List<String> kept() {
            return List.of();
        }

        @Override
        protected void takeThePlaceAway() {}
    }

    static class OverFiles extends DurableFilesContract {
        @Override
        protected FilesFixture newFixture() {
            return Nothing.of(FilesFixture.class);
        }
    }

    static class OverUnableFiles extends DurableFilesContract {
        @Override
        protected FilesFixture newFixture() {
            return Nothing.unable(FilesFixture.class);
        }
    }
}
