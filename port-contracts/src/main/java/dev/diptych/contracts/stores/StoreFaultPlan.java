package dev.diptych.contracts.stores;

import java.util.Optional;

/** Says at which calls on a store what goes wrong. */
@FunctionalInterface
public interface StoreFaultPlan {
    /** Nothing goes wrong. */
    StoreFaultPlan NONE = operation -> Optional.empty();

    /** What goes wrong at this call; asked once for each, in their order. */
    Optional<StoreFault> at(StoreOperation operation);

    /** One fault, at the call with this index. */
    static StoreFaultPlan once(long index, StoreFault fault) {
        return operation -> operation.index() == index ? Optional.of(fault) : Optional.empty();
    }

    /** Runs {@code action} right before the call with this index, which then passes. */
    static StoreFaultPlan before(long index, Runnable action) {
        return operation -> {
            if (operation.index() == index) {
                action.run();
            }
            return Optional.empty();
        };
    }
}
