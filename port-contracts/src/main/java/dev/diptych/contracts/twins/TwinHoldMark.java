package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.LogUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A mark in memory. Outlives, as a file would, whoever left it. */
public final class TwinHoldMark implements HoldMark {
    private static final int BYTES_MAX = 4096;

    private Optional<String> mark = Optional.empty();
    private boolean failing;

    /** Lets every call fail, or none any more. */
    public synchronized void setFailing(boolean fails) {
        failing = fails;
    }

    @Override
    public synchronized Optional<String> read() {
        requireWorking();
        return mark;
    }

    @Override
    public synchronized void put(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw new IllegalArgumentException("a mark has at most " + BYTES_MAX + " bytes");
        }
        requireWorking();
        mark = Optional.of(text);
    }

    @Override
    public synchronized void remove() {
        requireWorking();
        mark = Optional.empty();
    }

    private void requireWorking() {
        if (failing) {
            throw new LogUnavailableException(
                    "the mark in memory was told to fail. Nothing was changed. Next: let it work again");
        }
    }
}
