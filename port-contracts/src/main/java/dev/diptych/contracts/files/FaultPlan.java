package dev.diptych.contracts.files;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Says at which calls what goes wrong. */
@FunctionalInterface
public interface FaultPlan {
    /** Nothing goes wrong. */
    FaultPlan NONE = operation -> Optional.empty();

    /** What goes wrong at this call; asked once for each, in their order. */
    Optional<Fault> at(FileOperation operation);

    /** One fault, at the call with this index. */
    static FaultPlan once(long index, Fault fault) {
        return operation -> operation.index() == index ? Optional.of(fault) : Optional.empty();
    }

    /** The fault at every call from this index on. */
    static FaultPlan fromThenOn(long index, Fault fault) {
        return operation -> operation.index() >= index ? Optional.of(fault) : Optional.empty();
    }

    /** The fault at every call of this kind. */
    static FaultPlan always(FileOperation.Kind kind, Fault fault) {
        return operation -> operation.kind() == kind ? Optional.of(fault) : Optional.empty();
    }

    /**
     * One fault, at the nth call of this kind after the plan is set.
     *
     * @param nth from 1
     */
    static FaultPlan atNth(FileOperation.Kind kind, long nth, Fault fault) {
        AtomicLong seen = new AtomicLong();
        return operation ->
                operation.kind() == kind && seen.incrementAndGet() == nth ? Optional.of(fault) : Optional.empty();
    }

    /** This plan, and the other where this one lets a call pass. Both are asked each time. */
    default FaultPlan and(FaultPlan other) {
        return operation -> {
            Optional<Fault> mine = at(operation);
            Optional<Fault> theirs = other.at(operation);
            return mine.isPresent() ? mine : theirs;
        };
    }
}
