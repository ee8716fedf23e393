package dev.diptych.application.violations;

import java.security.MessageDigest;

/** A second place that would decide what is hashed. */
public final class HashesByItself {
    public MessageDigest digest;
}
