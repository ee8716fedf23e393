package dev.diptych.application.violations;

/** A use case that starts another program. */
public final class RunsAProgram {
    public ProcessBuilder builder;
    public Process process;
}
