package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.TreeMemory;
import java.util.Optional;

/** Remembers a tree in memory. Outlives, as a file would, whoever remembered. */
public final class TwinTreeMemory implements TreeMemory {
    private Optional<Grown> grown = Optional.empty();

    @Override
    public synchronized Optional<Grown> recall() {
        return grown.map(TwinTreeMemory::copy);
    }

    @Override
    public synchronized void remember(Grown given) {
        grown = Optional.of(copy(given));
    }

    /** Forgets, or holds what cannot be understood, which is the same. */
    public synchronized void forget() {
        grown = Optional.empty();
    }

    /** What is remembered is another's to grow, so each gets a tree of his own. */
    private static Grown copy(Grown given) {
        return new Grown(given.head(), given.before().copy());
    }
}
