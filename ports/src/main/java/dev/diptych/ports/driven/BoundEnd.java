package dev.diptych.ports.driven;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a {@link BoundStoreTransaction} ended. */
public sealed interface BoundEnd {
    /** All of it is there, and survives a power cut. */
    record Committed() implements BoundEnd {
        @Override
        public <T> T fold(Supplier<T> committed, Function<RolledBack, T> rolledBack, Function<Uncertain, T> uncertain) {
            return committed.get();
        }
    }

    /**
     * Nothing of it is there, and nothing of it can come back: COMMIT was never tried.
     *
     * @param doom why it could not be committed; empty if nothing but a rollback was asked for
     */
    record RolledBack(Optional<RuntimeException> doom) implements BoundEnd {
        @Override
        public <T> T fold(Supplier<T> committed, Function<RolledBack, T> rolledBack, Function<Uncertain, T> uncertain) {
            return rolledBack.apply(this);
        }
    }

    /**
     * It may be there or not, and what is read now may be otherwise after a crash, until it is settled: COMMIT failed, or
     * a statement inside committed.
     *
     * @param why what failed
     * @param storeIsBroken whether the medium failed: all connections of the store are closed, and every later call but
     *     {@code close} throws {@link StoreFailedException}. To be settled when the store is opened again
     */
    record Uncertain(RuntimeException why, boolean storeIsBroken) implements BoundEnd {
        @Override
        public <T> T fold(Supplier<T> committed, Function<RolledBack, T> rolledBack, Function<Uncertain, T> uncertain) {
            return uncertain.apply(this);
        }
    }

    /** Handles every end. */
    <T> T fold(Supplier<T> committed, Function<RolledBack, T> rolledBack, Function<Uncertain, T> uncertain);
}
