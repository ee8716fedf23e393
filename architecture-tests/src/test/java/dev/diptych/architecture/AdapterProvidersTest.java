package dev.diptych.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.diptych.ports.driven.AdapterProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An adapter that is not registered compiles, passes every suite, and is found by nobody. */
final class AdapterProvidersTest {
    @Test
    void every_adapter_is_registered_to_be_found_by_its_scheme() {
        List<String> written = Stream.of(ShippedModule.ADAPTERS_JSONL, ShippedModule.ADAPTERS_SQLITE)
                .flatMap(module -> module.classes().stream())
                .filter(type -> type.isAssignableTo(AdapterProvider.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .toList();

        assertThat(written).hasSizeGreaterThanOrEqualTo(2);
        assertThat(ServiceLoader.load(AdapterProvider.class).stream())
                .extracting(registered -> registered.type().getName())
                .containsAll(written);
    }

    @Test
    void every_scheme_is_answered_by_one_adapter_and_written_in_lower_case() {
        assertThat(ServiceLoader.load(AdapterProvider.class).stream()
                        .map(Provider::get)
                        .map(AdapterProvider::scheme))
                .contains("jsonl", "sqlite")
                .doesNotHaveDuplicates()
                .allMatch(scheme -> scheme.matches("[a-z][a-z0-9+.-]*"));
    }
}
