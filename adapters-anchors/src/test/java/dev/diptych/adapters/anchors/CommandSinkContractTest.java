package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.suites.CheckpointSinkContract;
import dev.diptych.ports.driven.CheckpointSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class CommandSinkContractTest extends CheckpointSinkContract {
    @TempDir
    Path directory;

    @Override
    protected CheckpointSink sink() {
        return new CommandSink(List.of("tee", "-a", file().toString()), CommandSink.LIMIT);
    }

    @Override
    protected List<String> kept() {
        try {
            return Kept.split(Files.readString(file()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected void takeThePlaceAway() {
        assertThat(directory.toFile().delete()).isTrue();
    }

    private Path file() {
        return directory.resolve("checkpoints");
    }
}
