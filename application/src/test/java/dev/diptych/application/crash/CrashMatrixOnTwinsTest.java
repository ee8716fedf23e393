package dev.diptych.application.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.crash.CrashMatrix;
import dev.diptych.contracts.crash.CrashScenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The crash matrix on twins, where the power can be cut and a failed force takes back, or brings back, what it should not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashMatrixOnTwinsTest {
    /** Fewer than this, and the matrix has lost operations that it had. */
    private static final long POINTS_MIN = 6_000;

    private final CrashMatrix matrix = new CrashMatrix(TwinCrashBench::empty);

    static List<CrashScenario> scenarios() {
        return CrashScenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatever_goes_wrong_both_copies_the_caller_and_what_was_told_agree(CrashScenario scenario) {
        matrix.tryAll(scenario);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatever_goes_wrong_again_while_it_is_mended_they_agree_as_well(CrashScenario scenario) {
        matrix.trySecondFaults(scenario, 12, 40, new Random(4));
    }

    @AfterAll
    void the_matrix_has_not_shrunk() {
        byte[] text = ("crash matrix on twins\n" + matrix.summary()).getBytes(StandardCharsets.UTF_8);
        System.out.write(text, 0, text.length);
        assertThat(matrix.total()).isGreaterThan(POINTS_MIN);
    }
}
