package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.suites.CheckpointSinkContract;
import dev.diptych.ports.driven.CheckpointSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class GitBranchSinkContractTest extends CheckpointSinkContract {
    @TempDir
    Path directory;

    private Repository repository;

    @Override
    protected CheckpointSink sink() {
        repository = Repository.bare(directory.resolve("kept.git"));
        return new GitBranchSink(repository.path(), GitBranchSink.BRANCH, Duration.ofMinutes(1));
    }

    @Override
    protected List<String> kept() {
        return Kept.split(repository.git("cat-file", "blob", "diptych-checkpoints:checkpoints"));
    }

    @Override
    protected void takeThePlaceAway() {
        assertThat(repository.path().toFile().renameTo(directory.resolve("away").toFile()))
                .isTrue();
    }
}
