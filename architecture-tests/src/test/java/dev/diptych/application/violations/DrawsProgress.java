package dev.diptych.application.violations;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine;

/** A use case that writes on a terminal. */
public final class DrawsProgress {
    public ProgressBar bar;
    public CommandLine line;
}
