package dev.diptych.contracts.twins;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Says at which operations on a twin store what goes wrong. */
@FunctionalInterface
public interface TwinStoreFaultPlan {
    /** Nothing goes wrong. */
    TwinStoreFaultPlan NONE = operation -> Optional.empty();

    /** What goes wrong at this operation; asked once for each, in their order. */
    Optional<TwinStoreFault> at(TwinStoreOperation operation);

    /** One fault, at the operation with this index. */
    static TwinStoreFaultPlan once(long index, TwinStoreFault fault) {
        return operation -> operation.index() == index ? Optional.of(fault) : Optional.empty();
    }

    /**
     * One fault, at the nth operation of this kind after the plan is set.
     *
     * @param nth from 1
     */
    static TwinStoreFaultPlan atNth(TwinStoreOperation.Kind kind, long nth, TwinStoreFault fault) {
        AtomicLong seen = new AtomicLong();
        return operation ->
                operation.kind() == kind && seen.incrementAndGet() == nth ? Optional.of(fault) : Optional.empty();
    }
}
