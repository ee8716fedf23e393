package dev.diptych.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SplitPackagesTest {
    @Test
    void no_package_is_split_over_two_jars() {
        var packages = SplitPackages.packagesOfEachModule();

        assertThat(packages)
                .hasSize(ShippedModule.values().length)
                .allSatisfy((module, names) -> assertThat(names)
                        .as(module.name())
                        .isNotEmpty()
                        .allMatch(name ->
                                name.equals(module.rootPackage()) || name.startsWith(module.rootPackage() + ".")));
        assertThat(SplitPackages.among(packages)).isEmpty();
    }

    @Test
    void a_package_of_two_modules_is_found() {
        assertThat(SplitPackages.among(Map.of(
                        ShippedModule.DOMAIN, Set.of("a.b", "a.c"),
                        ShippedModule.PORTS, Set.of("a.d", "a.c"))))
                .containsExactly("package a.c is split over [DOMAIN, PORTS]");
    }
}
