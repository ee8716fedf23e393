package dev.diptych.application.cutover;

import dev.diptych.ports.driven.HoldMark;
import java.util.Optional;

/** No mark, for a copy on which something is tried out: what keeps writers away from the original does not lie beside it. */
public final class NeverHeld implements HoldMark {
    @Override
    public Optional<String> read() {
        return Optional.empty();
    }

    @Override
    public void put(String text) {
        throw new IllegalStateException("a copy on which something is tried out is not to be held");
    }

    @Override
    public void remove() {
        // There is none.
    }
}
