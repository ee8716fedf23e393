package dev.diptych.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.diptych.architecture.DrivenPorts.Home;
import dev.diptych.architecture.DrivenPorts.Part;
import dev.diptych.architecture.violations.ServedAndUnserved;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DrivenPortsTest {
    /** Interfaces beside the ports that are not served by an adapter in the same way, each with the reason. */
    private static final Map<String, String> NOT_SERVED = Map.of(
            "dev.diptych.ports.driven.LogAdapterProvider", "found by its scheme; see AdapterProvidersTest",
            "dev.diptych.ports.driven.StoreAdapterProvider", "found by its scheme; see AdapterProvidersTest",
            "dev.diptych.ports.driven.QueryStore$StoreWork", "handed in by the caller",
            "dev.diptych.ports.driven.Deadlines$Deadline", "handed out by the port around it, whose suite closes it",
            "dev.diptych.ports.driven.UnmatchedSpool$Provider", "makes the port beside it, as a constructor does");

    @Test
    void every_driven_port_has_an_adapter_a_twin_and_a_suite_and_every_implementation_passes_it() {
        var ports = new DrivenPorts(ShippedModule.everythingWithTests(), DrivenPortsTest::homeOf);

        assertThat(ports.ports())
                .extracting(JavaClass::getName)
                .contains("dev.diptych.ports.driven.DurableLog", "dev.diptych.ports.driven.QueryStore")
                .containsAll(NOT_SERVED.keySet());
        assertThat(ports.gaps())
                .filteredOn(gap -> NOT_SERVED.keySet().stream().noneMatch(name -> gap.startsWith(name + " ")))
                .isEmpty();
    }

    @Test
    void whatever_is_missing_is_found() {
        var classes = new ClassFileImporter().importClasses(ServedAndUnserved.class.getNestMembers());
        var ports = new DrivenPorts(classes, DrivenPortsTest::homeOfExample);

        String examples = ServedAndUnserved.class.getName() + "$";
        assertThat(ports.gaps())
                .containsExactly(
                        examples + "ForgottenAdapter has no test that extends a suite for " + examples + "ServedPort",
                        examples + "PortOfNobody has no adapter",
                        examples + "PortOfNobody has no contract suite",
                        examples + "PortOfNobody has no twin");
    }

    private static Home homeOf(JavaClass type) {
        return ShippedModule.of(type)
                .map(module -> new Home(module.name(), ShippedModule.isTest(type) ? Part.TEST : part(module, type)))
                .orElse(new Home("a library", Part.NONE));
    }

    private static Part part(ShippedModule module, JavaClass type) {
        return switch (module) {
            case PORTS -> type.getPackageName().startsWith("dev.diptych.ports.driven") ? Part.PORT : Part.NONE;
            case ADAPTERS_JSONL, ADAPTERS_SQLITE, ADAPTERS_KEYS, ADAPTERS_ANCHORS, BOOTSTRAP -> Part.ADAPTER;
            case PORT_CONTRACTS -> Part.CONTRACTS;
            case DOMAIN, APPLICATION -> Part.NONE;
        };
    }

    private static Home homeOfExample(JavaClass type) {
        String name = type.getSimpleName();
        if (name.endsWith("Test") || name.endsWith("Fixture")) {
            return new Home(name.startsWith("Twin") ? "contracts" : "adapter", Part.TEST);
        }
        if (name.endsWith("Adapter")) {
            return new Home("adapter", Part.ADAPTER);
        }
        if (name.equals("Twin") || name.endsWith("Contract")) {
            return new Home("contracts", Part.CONTRACTS);
        }
        return new Home("ports", type.isInterface() ? Part.PORT : Part.NONE);
    }
}
