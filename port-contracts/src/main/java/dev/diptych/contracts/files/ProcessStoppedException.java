package dev.diptych.contracts.files;

import java.io.IOException;

/** The process was killed or the power failed: this call and every later one of the process has no effect. */
public final class ProcessStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProcessStoppedException(String message) {
        super(message);
    }
}
