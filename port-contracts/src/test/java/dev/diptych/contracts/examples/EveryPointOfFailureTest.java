package dev.diptych.contracts.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.files.ProcessStoppedException;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The worked example of docs/testing-on-twins.md on files: a file that is replaced in one step, whatever dies when. */
class EveryPointOfFailureTest {
    private static final Path DIRECTORY = Path.of("/settings");
    private static final Path FILE = DIRECTORY.resolve("current");

    private static void replace(DurableFiles files, String text) throws IOException {
        Path temporary = DIRECTORY.resolve("current.tmp");
        files.delete(temporary);
        try (DurableFile file = files.create(temporary)) {
            file.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
            file.force();
        }
        files.rename(temporary, FILE); // Commit point, durable once the directory is forced.
        files.forceDirectory(DIRECTORY);
    }

    @Test
    void has_the_old_text_or_the_new_wherever_the_power_fails() throws IOException {
        CrashingFiles rehearsal = withOldText();
        int before = rehearsal.operations().size();
        replace(rehearsal, "new");
        int points = rehearsal.operations().size() - before;

        for (int point = 0; point < points; point++) {
            CrashingFiles files = withOldText().failing(FaultPlan.once(before + point, Fault.POWER_CUT));
            assertThatThrownBy(() -> replace(files, "new")).isInstanceOf(ProcessStoppedException.class);
            for (int seed = 0; seed < 20; seed++) {
                CrashingFiles next = files.afterPowerCut(PowerCut.seeded(seed));
                assertThat(new String(next.content(FILE), US_ASCII)).isIn("old", "new");
            }
        }
    }

    private static CrashingFiles withOldText() throws IOException {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        files.createDirectories(DIRECTORY);
        replace(files, "old");
        return files;
    }
}
