package dev.diptych.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks for driven ports that are not served: every one needs an adapter, a twin in memory and a contract suite, and
 * every adapter and twin needs a test that extends the suite.
 *
 * <p>A suite is for a port if it, or a suite that it extends, uses the port or one composed of it. A test is for an implementation if it
 * extends such a suite and leads to the implementation through classes of its own module.
 */
final class DrivenPorts {
    /** What a class is to this question. */
    enum Part {
        PORT,
        ADAPTER,
        CONTRACTS,
        TEST,
        NONE
    }

    /**
     * Where a class is at home.
     *
     * @param module the module
     * @param part what its classes of this kind are
     */
    record Home(String module, Part part) {}

    private final List<JavaClass> classes;
    private final Function<JavaClass, Home> homes;
    private final Map<String, Home> known = new HashMap<>();

    DrivenPorts(JavaClasses classes, Function<JavaClass, Home> homes) {
        this.classes = List.copyOf(classes);
        this.homes = homes;
    }

    /** The interfaces that somebody outside has to implement. A sealed one is an answer, no port. */
    List<JavaClass> ports() {
        return these(type -> part(type) == Part.PORT
                && type.isInterface()
                && !type.getSimpleName().equals("package-info")
                && !isSealed(type));
    }

    /** One sentence for everything that is missing. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (JavaClass port : ports()) {
            List<JavaClass> adapters = implementations(port, Part.ADAPTER);
            List<JavaClass> twins = implementations(port, Part.CONTRACTS);
            List<JavaClass> suites = suites(port);
            if (adapters.isEmpty()) {
                gaps.add(port.getName() + " has no adapter");
            }
            if (twins.isEmpty()) {
                gaps.add(port.getName() + " has no twin");
            }
            if (suites.isEmpty()) {
                gaps.add(port.getName() + " has no contract suite");
            } else {
                untested(adapters, suites, port, gaps);
                untested(twins, suites, port, gaps);
            }
        }
        return gaps.stream().sorted().toList();
    }

    private void untested(List<JavaClass> implementations, List<JavaClass> suites, JavaClass port, List<String> gaps) {
        for (JavaClass implementation : implementations) {
            boolean tested = these(type -> part(type) == Part.TEST
                            && module(type).equals(module(implementation))
                            && suites.stream().anyMatch(suite -> type.isAssignableTo(suite.getName())))
                    .stream()
                    .anyMatch(test -> leadsTo(test, implementation));
            if (!tested) {
                gaps.add(implementation.getName() + " has no test that extends a suite for " + port.getName());
            }
        }
    }

    private List<JavaClass> implementations(JavaClass port, Part part) {
        return these(type -> part(type) == part
                && !type.isInterface()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && type.isAssignableTo(port.getName()));
    }

    private List<JavaClass> suites(JavaClass port) {
        return these(type -> part(type) == Part.CONTRACTS
                && isSuite(type)
                && type.getClassHierarchy().stream()
                        .filter(DrivenPorts::isSuite)
                        .anyMatch(suite -> uses(suite, port)));
    }

    private static boolean isSuite(JavaClass type) {
        return type.getSimpleName().endsWith("Contract") && type.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    private boolean uses(JavaClass user, JavaClass port) {
        return user.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .anyMatch(used -> part(used) == Part.PORT && used.isAssignableTo(port.getName()));
    }

    private boolean leadsTo(JavaClass from, JavaClass goal) {
        Set<String> seen = new HashSet<>(Set.of(from.getName()));
        Deque<JavaClass> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (Dependency dependency : open.pop().getDirectDependenciesFromSelf()) {
                JavaClass next = dependency.getTargetClass();
                if (next.getName().equals(goal.getName())) {
                    return true;
                }
                if (module(next).equals(module(goal)) && seen.add(next.getName())) {
                    open.push(next);
                }
            }
        }
        return false;
    }

    private List<JavaClass> these(Predicate<JavaClass> condition) {
        return classes.stream().filter(condition).toList();
    }

    private Part part(JavaClass type) {
        return home(type).part();
    }

    private String module(JavaClass type) {
        return home(type).module();
    }

    private Home home(JavaClass type) {
        return known.computeIfAbsent(type.getName(), name -> homes.apply(type));
    }

    /** ArchUnit does not tell; the class itself does. */
    private static boolean isSealed(JavaClass type) {
        return type.reflect().isSealed();
    }
}
