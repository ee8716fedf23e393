package dev.diptych.contracts.mirror;

import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Verifies the mirror fully right after each test, before its {@code @AfterEach} methods: every test is also a test of
 * parity. A test that breaks the mirror says so with {@link BreaksTheMirror}, and must then have broken it.
 *
 * <p>Register it on an instance field: {@code @RegisterExtension}. A test that failed already is left to its own failure.
 */
public final class MirrorVerifiedAfterEachTest implements AfterTestExecutionCallback {
    private final Supplier<? extends VerifyParity> mirror;

    private MirrorVerifiedAfterEachTest(Supplier<? extends VerifyParity> mirror) {
        this.mirror = mirror;
    }

    /**
     * @param mirror asked after each test; gives the mirror that the test used, or, where the test closed it, whatever
     *     verifies the ledger without holding it
     */
    public static MirrorVerifiedAfterEachTest verifying(Supplier<? extends VerifyParity> mirror) {
        return new MirrorVerifiedAfterEachTest(mirror);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        Optional<BreaksTheMirror> broken = brokenBy(context);
        VerifyReport report = mirror.get().verify(VerifyRequest.full());
        if (report.isClean() == broken.isPresent()) {
            throw new AssertionError(broken.map(what -> "the test says that it breaks the mirror (" + what.value()
                            + "), and the mirror is clean. Next: take the annotation away, or break it")
                    .orElseGet(() -> "after the test, expected the mirror in_parity and intact, found "
                            + TestDecisions.described(report)
                            + ". Next: mend the code, or say @BreaksTheMirror on the test"));
        }
    }

    private static Optional<BreaksTheMirror> brokenBy(ExtensionContext context) {
        return annotated(context.getTestMethod()).or(() -> annotated(context.getTestClass()));
    }

    private static Optional<BreaksTheMirror> annotated(Optional<? extends AnnotatedElement> element) {
        return element.map(test -> test.getAnnotation(BreaksTheMirror.class));
    }
}
