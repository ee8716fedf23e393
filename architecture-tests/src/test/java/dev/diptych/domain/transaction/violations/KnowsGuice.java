package dev.diptych.domain.transaction.violations;

import com.google.inject.Injector;
import jakarta.inject.Inject;

/** Rules of transactions that would be tied to one container. */
public final class KnowsGuice {
    @Inject
    public Injector injector;
}
