package dev.diptych.adapters.violations;

import dev.diptych.application.violations.NamesAnAdapter;

/** An adapter that serves one application alone. */
public final class KnowsAUseCase {
    public NamesAnAdapter useCase;
}
