package dev.diptych.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Packages of which two jars hold a part: the module system refuses to start with them. */
final class SplitPackages {
    private SplitPackages() {}

    static Map<ShippedModule, Set<String>> packagesOfEachModule() {
        Map<ShippedModule, Set<String>> packages = new EnumMap<>(ShippedModule.class);
        for (ShippedModule module : ShippedModule.values()) {
            packages.put(
                    module,
                    module.classes().stream().map(JavaClass::getPackageName).collect(Collectors.toSet()));
        }
        return packages;
    }

    /** One sentence for each package that more than one module holds. */
    static List<String> among(Map<ShippedModule, ? extends Collection<String>> packages) {
        Map<String, Set<ShippedModule>> holders = new TreeMap<>();
        packages.forEach((module, names) -> names.forEach(
                name -> holders.computeIfAbsent(name, any -> new TreeSet<>()).add(module)));
        List<String> split = new ArrayList<>();
        holders.forEach((name, modules) -> {
            if (modules.size() > 1) {
                split.add("package " + name + " is split over " + modules);
            }
        });
        return split;
    }
}
