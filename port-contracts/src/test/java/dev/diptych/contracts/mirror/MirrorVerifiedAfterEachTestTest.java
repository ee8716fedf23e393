package dev.diptych.contracts.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.diptych.domain.parity.ParityVerdict;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class MirrorVerifiedAfterEachTestTest {
    @Test
    void fails_a_test_that_breaks_the_mirror_in_silence_or_says_so_and_does_not() {
        Map<String, String> messages = new TreeMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Watched.class))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    String message =
                            result.getThrowable().map(Throwable::getMessage).orElse("passed");
                    messages.put(test.getDisplayName().replace("()", ""), message);
                }
            }
        });

        assertThat(messages).hasSize(5);
        assertThat(messages.get("leaves_it_whole")).isEqualTo("passed");
        assertThat(messages.get("breaks_it_and_says_so")).isEqualTo("passed");
        assertThat(messages.get("breaks_it_in_silence"))
                .contains("found diverged and intact, 1 findings")
                .contains("@BreaksTheMirror");
        assertThat(messages.get("says_that_it_breaks_it_and_does_not")).contains("the mirror is clean");
        assertThat(messages.get("fails_by_itself")).isEqualTo("its own failure");
    }

    static class Watched {
        private final StubMirror stub = new StubMirror();
        private boolean closed;

        @RegisterExtension
        final MirrorVerifiedAfterEachTest verified = MirrorVerifiedAfterEachTest.verifying(() -> {
            assertThat(closed).as("verified before the mirror is closed").isFalse();
            return stub.mirror();
        });

        @AfterEach
        void closeTheMirror() {
            closed = true;
        }

        @Test
        void leaves_it_whole() {
            assertThat(stub.verdict).isEqualTo(ParityVerdict.IN_PARITY);
        }

        @Test
        void breaks_it_in_silence() {
            stub.verdict = ParityVerdict.DIVERGED;
        }

        @Test
        @BreaksTheMirror("a row was edited")
        void breaks_it_and_says_so() {
            stub.verdict = ParityVerdict.DIVERGED;
        }

        @Test
        @BreaksTheMirror("nothing, in truth")
        void says_that_it_breaks_it_and_does_not() {
            assertThat(stub.verdict).isEqualTo(ParityVerdict.IN_PARITY);
        }

        @Test
        void fails_by_itself() {
            stub.verdict = ParityVerdict.DIVERGED;
            throw new IllegalStateException("its own failure");
        }
    }
}
