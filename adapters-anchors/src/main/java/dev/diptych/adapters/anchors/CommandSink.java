package dev.diptych.adapters.anchors;

import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.CheckpointSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Hands checkpoints to a command, on its standard input: one run for each. That a command exits with 0 means that it keeps the
 * text; how durably, it knows alone. What it prints is not shown. Any number of threads.
 */
public final class CommandSink implements CheckpointSink {
    /** How long a command may take unless told otherwise. */
    public static final Duration LIMIT = Duration.ofMinutes(1);

    private final List<String> command;
    private final Program program;

    /**
     * @param command a program and its arguments, as they are: no shell reads them
     * @param limit how long it may take, more than 0; then it is killed
     */
    public CommandSink(List<String> command, Duration limit) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command must have a program to run");
        }
        this.command = List.copyOf(command);
        this.program = new Program(limit, inherited -> {});
    }

    @Override
    public String anchor(String text) {
        byte[] note = Notes.require(text);
        Program.Ended ended;
        try {
            ended = program.run(command, note);
        } catch (IOException failed) {
            throw new AnchorFailedException(
                    failure(Reasons.of(failed) + ". Whether it kept the checkpoint is not known"), failed);
        }
        if (ended.exit() != 0) {
            throw new AnchorFailedException(failure("expected exit code 0, found " + Reasons.exit(ended.exit())
                    + ", and " + ended.complaint() + ". Whether it kept the checkpoint is not known"));
        }
        return "handed to " + command.get(0);
    }

    private String failure(String why) {
        return "the command " + command.get(0) + " did not take the checkpoint: " + why
                + ". The ledger is as it was. Next: run the command by hand with a checkpoint on its standard input";
    }
}
