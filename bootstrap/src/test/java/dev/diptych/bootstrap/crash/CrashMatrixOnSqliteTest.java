package dev.diptych.bootstrap.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.crash.CrashMatrix;
import dev.diptych.contracts.crash.CrashScenario;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The crash matrix on the real adapters. All of its points are tried on the twins in every build; here about {@value #SOME} of
 * each scenario, drawn by a seed that is printed, or all of them with {@code -Ddiptych.crash.points=100000}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashMatrixOnSqliteTest {
    private static final int SOME = 40;

    /** Fewer than this, and the matrix has lost operations that it had. */
    private static final long POINTS_MIN = 350;

    private final long points = Long.getLong("diptych.crash.points", SOME);
    private final long seed = Long.getLong("diptych.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private CrashMatrix matrix;

    @BeforeAll
    void begin(@TempDir Path directory) {
        say("crash matrix on SQLite, -Ddiptych.seed=" + seed);
        matrix = new CrashMatrix(() -> RealCrashBench.in(directory));
    }

    static List<CrashScenario> scenarios() {
        return CrashScenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatever_goes_wrong_both_copies_the_caller_and_what_was_told_agree(CrashScenario scenario) {
        matrix.trySome(scenario, points, random);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatever_goes_wrong_again_while_it_is_mended_they_agree_as_well(CrashScenario scenario) {
        matrix.trySecondFaults(scenario, 3, points / 10, random);
    }

    @AfterAll
    void the_matrix_has_not_shrunk() {
        say(matrix.summary());
        assertThat(matrix.total()).isGreaterThan(POINTS_MIN);
    }

    private static void say(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
    }
}
