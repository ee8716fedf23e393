package dev.diptych.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Classes that a rule has to name, because the rule is about them alone. */
final class ByName {
    private ByName() {}

    /** Every class but this one and those nested in it. */
    static DescribedPredicate<JavaClass> areNot(String name) {
        return describe(
                "are not " + name,
                type -> !type.getName().equals(name) && !type.getName().startsWith(name + "$"));
    }
}
