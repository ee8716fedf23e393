package dev.diptych.application.violations;

import com.github.f4b6a3.ulid.Ulid;

/** A use case whose ids no test can decide. */
public final class MakesItsOwnIds {
    public Ulid id;
}
