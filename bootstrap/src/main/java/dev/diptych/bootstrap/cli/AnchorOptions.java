package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.wiring.Anchors;
import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.CheckpointSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a checkpoint is kept. */
final class AnchorOptions {
    @Option(names = "--out", paramLabel = "FILE", description = "Keeps it in FILE, in the place of what that had.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--to-file", paramLabel = "FILE", description = "Keeps it in FILE, behind those that are there.")
    private Optional<Path> toFile = Optional.empty();

    @Option(
            names = "--to-git",
            paramLabel = "REPO",
            description = "Keeps it as a commit in a git repository, on the branch diptych-checkpoints.")
    private Optional<Path> toGit = Optional.empty();

    @Option(names = "--tag", description = "With --to-git: as a tag diptych/SIZE instead of a commit.")
    private boolean tag;

    @Option(
            names = "--to-command",
            paramLabel = "CMD",
            arity = "1..*",
            parameterConsumer = Rest.class,
            description =
                    "Gives it to a command on standard input. Everything behind is the command, so this comes last.")
    private List<String> toCommand = new ArrayList<>();

    /** Takes all that is left. */
    static final class Rest implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli hands over a stack.
        public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec command) {
            List<String> words = new ArrayList<>();
            while (!left.isEmpty()) {
                words.add(left.pop());
            }
            option.setValue(words);
        }
    }

    /** The places that were named, in the order of the options above; none if it is to be printed. */
    List<CheckpointSink> places(Console console) {
        if (tag && toGit.isEmpty()) {
            throw CommandFailure.usage("--tag makes a tag in a git repository: name one with --to-git");
        }
        List<CheckpointSink> places = new ArrayList<>();
        out.map(console::resolve).ifPresent(file -> places.add(replacing(file)));
        toFile.map(console::resolve).map(Anchors::file).ifPresent(places::add);
        toGit.map(console::resolve)
                .map(tag ? Anchors::gitTag : Anchors::gitBranch)
                .ifPresent(places::add);
        if (!toCommand.isEmpty()) {
            places.add(Anchors.command(toCommand));
        }
        return places;
    }

    private static CheckpointSink replacing(Path file) {
        return text -> {
            try {
                TextFiles.replace("the checkpoint", file, text);
                return file.toString();
            } catch (CommandFailure notKept) {
                throw new AnchorFailedException(notKept.getMessage(), notKept);
            }
        };
    }
}
