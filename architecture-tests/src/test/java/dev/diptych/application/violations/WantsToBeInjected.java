package dev.diptych.application.violations;

import com.google.inject.Provider;
import jakarta.inject.Inject;

/** A use case that only one container can make. */
public final class WantsToBeInjected {
    @Inject
    public Provider<Object> provided;
}
