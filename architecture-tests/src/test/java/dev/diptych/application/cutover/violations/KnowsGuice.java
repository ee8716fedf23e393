package dev.diptych.application.cutover.violations;

import com.google.inject.Injector;
import jakarta.inject.Inject;

/** A cutover that would be tied to one container. */
public final class KnowsGuice {
    @Inject
    public Injector injector;
}
