package dev.diptych.contracts.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FaultyFilesTest {
    private static final Path FILE = Path.of("/events");

    private final CrashingFiles below = CrashingFiles.onEmptyDisk();
    private final FaultyFiles files = FaultyFiles.over(below);

    @Test
    void passes_every_call_on_where_the_plan_says_nothing() throws IOException {
        try (DurableFile file = files.create(FILE)) {
            file.write(bytes("abcd"), 0);
            file.force();
            file.truncate(3);
            ByteBuffer read = ByteBuffer.allocate(8);
            assertThat(file.read(read, 0)).isEqualTo(3);
            assertThat(file.size()).isEqualTo(3);
        }
        assertThat(below.content(FILE)).isEqualTo("abc".getBytes(US_ASCII));
        assertThat(files.bytesRead()).isEqualTo(3);
        assertThat(files.operations())
                .extracting(FileOperation::kind)
                .containsExactly(Kind.CREATE, Kind.WRITE, Kind.FORCE, Kind.TRUNCATE, Kind.READ, Kind.SIZE);
    }

    @Test
    void fails_the_call_that_the_plan_names_and_only_that() throws IOException {
        DurableFile file = files.create(FILE);
        files.failing(FaultPlan.atNth(Kind.WRITE, 1, Fault.SHORT_WRITE));

        assertThatThrownBy(() -> file.write(bytes("abcd"), 0)).hasMessageContaining("No space left");
        assertThat(below.content(FILE)).isEqualTo("ab".getBytes(US_ASCII));
        file.write(bytes("abcd"), 0);
        assertThat(below.content(FILE)).isEqualTo("abcd".getBytes(US_ASCII));
    }

    @Test
    void stays_stopped_once_a_fault_has_stopped_it() throws IOException {
        DurableFile file = files.create(FILE);
        files.failing(FaultPlan.always(Kind.FORCE, Fault.STOP_BEFORE));
        file.write(bytes("ab"), 0);

        assertThatThrownBy(file::force).isInstanceOf(ProcessStoppedException.class);
        assertThatThrownBy(() -> file.write(bytes("cd"), 2)).isInstanceOf(ProcessStoppedException.class);
        assertThat(below.content(FILE)).isEqualTo("ab".getBytes(US_ASCII));
        assertThat(files.isStopped()).isTrue();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
