package dev.diptych.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule together with a class that breaks it, and what the rule must find there: no more and no less.
 *
 * @param rule the rule
 * @param type the class that breaks it
 * @param expected what the class reaches for, one entry for each finding, in alphabetical order
 */
record Violation(ArchRule rule, Class<?> type, List<String> expected) {
    private static final Pattern TARGET = Pattern.compile(".* <(.*)> in \\(\\w+\\.java:\\d+\\)", Pattern.DOTALL);

    static Violation of(ArchRule rule, Class<?> type, String... expected) {
        return new Violation(rule, type, List.of(expected).stream().sorted().toList());
    }

    List<String> found() {
        return foundIn(new ClassFileImporter().importClasses(withNeighbours()), rule);
    }

    /** What the rule finds in the classes given, in alphabetical order. */
    static List<String> foundIn(JavaClasses classes, ArchRule rule) {
        return rule.evaluate(classes).getFailureReport().getDetails().stream()
                .map(Violation::target)
                .sorted()
                .toList();
    }

    /** A slice is found only beside another, so the class is read together with those that it has fields of. */
    private Class<?>[] withNeighbours() {
        return Stream.concat(
                        Stream.of(type),
                        Arrays.stream(type.getDeclaredFields())
                                .map(Field::getType)
                                .filter(field -> field.getName().startsWith("dev.diptych.adapters.")))
                .toArray(Class<?>[]::new);
    }

    /** The thing reached for: without parameters, unless the rule tells overloads apart; other findings in full. */
    private static String target(String detail) {
        Matcher matcher = TARGET.matcher(detail);
        if (!matcher.matches()) {
            return detail;
        }
        String target = matcher.group(1);
        return AmbientInputs.OVERLOADS.contains(target) ? target : target.replaceAll("\\(.*", "");
    }
}
