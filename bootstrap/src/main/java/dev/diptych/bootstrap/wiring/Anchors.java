package dev.diptych.bootstrap.wiring;

import dev.diptych.adapters.anchors.CommandSink;
import dev.diptych.adapters.anchors.FileSink;
import dev.diptych.adapters.anchors.GitBranchSink;
import dev.diptych.adapters.anchors.GitTagSink;
import dev.diptych.ports.driven.CheckpointSink;
import java.nio.file.Path;
import java.util.List;

/** Where checkpoints can be kept. */
public final class Anchors {
    private Anchors() {}

    /** A file, behind those that are there. */
    public static CheckpointSink file(Path file) {
        return new FileSink(Parts.files(), file);
    }

    /** A commit on a branch of its own in a git repository. */
    public static CheckpointSink gitBranch(Path repository) {
        return new GitBranchSink(repository, GitBranchSink.BRANCH, CommandSink.LIMIT);
    }

    /** A tag in a git repository. */
    public static CheckpointSink gitTag(Path repository) {
        return new GitTagSink(repository, GitTagSink.PREFIX, CommandSink.LIMIT);
    }

    /** The standard input of a command. */
    public static CheckpointSink command(List<String> words) {
        return new CommandSink(words, CommandSink.LIMIT);
    }
}
