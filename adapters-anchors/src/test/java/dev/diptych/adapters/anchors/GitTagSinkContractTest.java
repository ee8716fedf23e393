package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.suites.CheckpointSinkContract;
import dev.diptych.ports.driven.CheckpointSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class GitTagSinkContractTest extends CheckpointSinkContract {
    @TempDir
    Path directory;

    private Repository repository;

    @Override
    protected CheckpointSink sink() {
        repository = Repository.withWorkTree(directory.resolve("kept"));
        return new GitTagSink(repository.path(), GitTagSink.PREFIX, Duration.ofMinutes(1));
    }

    @Override
    protected List<String> kept() {
        return repository
                .git("tag", "-l", "diptych/*")
                .lines()
                .sorted(Comparator.comparing(name -> Long.valueOf(name.substring("diptych/".length()))))
                .map(name -> repository.git("cat-file", "blob", name))
                .toList();
    }

    @Override
    protected void takeThePlaceAway() {
        assertThat(repository.path().toFile().renameTo(directory.resolve("away").toFile()))
                .isTrue();
    }
}
