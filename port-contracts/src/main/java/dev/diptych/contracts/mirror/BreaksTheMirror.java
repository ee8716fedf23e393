package dev.diptych.contracts.mirror;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a test leaves the mirror broken, on purpose. {@link MirrorVerifiedAfterEachTest} then fails the test if the
 * mirror is clean after all.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface BreaksTheMirror {
    /** What is broken. */
    String value();
}
