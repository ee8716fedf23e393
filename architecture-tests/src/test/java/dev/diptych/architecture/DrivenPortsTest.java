package dev.diptych.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.diptych.architecture.DrivenPorts.Home;
import dev.diptych.architecture.DrivenPorts.Part;
import dev.diptych.architecture.violations.ServedAndUnserved;
import org.junit.jupiter.api.Test;

final class DrivenPortsTest {
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
