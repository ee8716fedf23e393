package dev.diptych.bootstrap.cli;

import java.io.IOException;

/** Whoever read our output reads no more. */
final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
        super("standard output was closed", cause);
    }
}
