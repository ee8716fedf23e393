package dev.diptych.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that the measurement cuts over in both ways. How long that took is nobody's business here. */
final class CutoverTimeTest {
    @Test
    void both_cutovers_are_carried_out_and_told_with_their_fences(@TempDir Path directory) throws SQLException {
        CutoverTime.Times times = CutoverTime.run(directory, 1_500);

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        times.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("1,500 events")
                .contains("cutover in place, 1 to 2");
        assertThat(times.storeFence()).isBetween(Duration.ofNanos(1), times.store());
        assertThat(times.upgradeFence()).isBetween(Duration.ofNanos(1), times.upgrade());
    }
}
