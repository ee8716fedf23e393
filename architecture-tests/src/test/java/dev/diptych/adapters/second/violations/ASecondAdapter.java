package dev.diptych.adapters.second.violations;

/** What the violations of other rings reach for. */
public final class ASecondAdapter {}
