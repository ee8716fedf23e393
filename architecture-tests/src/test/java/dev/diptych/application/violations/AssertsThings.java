package dev.diptych.application.violations;

import org.assertj.core.api.AssertProvider;
import org.junit.jupiter.api.Test;

/** Production code that drags a test library along. */
public final class AssertsThings {
    public AssertProvider<Object> asserted;

    @Test
    public void runs() {}
}
