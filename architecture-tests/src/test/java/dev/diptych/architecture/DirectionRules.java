package dev.diptych.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** Who may know whom: domain &lt;- ports &lt;- application, adapters and contracts &lt;- bootstrap. */
final class DirectionRules {
    static final ArchRule THE_PORTS_KNOW_THE_DOMAIN_AND_PLAIN_JAVA_ALONE = classes()
            .that()
            .resideInAPackage("dev.diptych.ports..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.diptych.ports..",
                    "dev.diptych.domain..",
                    "java.io",
                    "java.lang..",
                    "java.math",
                    "java.net",
                    "java.nio..",
                    "java.time..",
                    "java.util..")
            .because(
                    "a port that names a library, JDBC included, would force that library on every adapter and caller");

    static final ArchRule A_PORT_HANDS_OUT_A_LIBRARY_TYPE_THROUGH_UNWRAP_ALONE = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.diptych.ports..")
            .and()
            .haveRawParameterTypes(Class.class)
            .should(beTheOneDoor())
            .because("whoever owns a transaction may reach the connection under it, and nobody else needs such a door");

    static final ArchRule THE_CONTRACTS_KNOW_NO_ADAPTER_AND_NO_USE_CASE = noClasses()
            .that()
            .resideInAPackage("dev.diptych.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.diptych.adapters..", "dev.diptych.application..", "dev.diptych.bootstrap..")
            .because("a contract written against one adapter is no contract");

    static final ArchRule AN_ADAPTER_KNOWS_NO_USE_CASE_AND_NO_CONTRACT_SUITE = noClasses()
            .that()
            .resideInAPackage("dev.diptych.adapters..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.diptych.application..", "dev.diptych.bootstrap..", "dev.diptych.contracts..")
            .because("an adapter serves ports, and anybody's application may sit on the other side");

    static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.diptych.adapters.(*)..")
            .namingSlices("the $1 adapter")
            .should()
            .notDependOnEachOther()
            .because("either side of the mirror can be swapped without the other");

    static final ArchRule THE_APPLICATION_KNOWS_THE_PORTS_AND_ITS_LOGGER_ALONE = classes()
            .that()
            .resideInAPackage("dev.diptych.application..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.diptych.application..",
                    "dev.diptych.ports..",
                    "dev.diptych.domain..",
                    "org.slf4j..",
                    "java.io",
                    "java.lang..",
                    "java.math",
                    "java.net",
                    "java.nio..",
                    "java.time..",
                    "java.util..")
            .because("the use cases must run unchanged on the twins, on our adapters and on anybody's");

    static final ArchRule NOBODY_KNOWS_THE_BOOTSTRAP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.bootstrap..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.diptych.bootstrap..")
            .because("the outermost ring wires the others; a ring that knew it could not be used without it");

    static final ArchRule ONLY_THE_WIRING_NAMES_AN_ADAPTER = noClasses()
            .that()
            .resideInAPackage("dev.diptych.bootstrap..")
            .and()
            .resideOutsideOfPackage("dev.diptych.bootstrap.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.diptych.adapters..")
            .because("the adapter is chosen by a URI, and a third party's is as good as ours");

    /** A transaction on the store, and the same as a caller sees it. */
    private static final Set<String> DOORS =
            Set.of("dev.diptych.ports.driven.StoreTransaction", "dev.diptych.ports.driving.MirrorTransaction");

    private DirectionRules() {}

    private static ArchCondition<JavaMethod> beTheOneDoor() {
        return new ArchCondition<>("be StoreTransaction.unwrap") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean isIt = DOORS.contains(method.getOwner().getName())
                        && method.getName().equals("unwrap");
                String message = method.getDescription() + " is another door in " + method.getSourceCodeLocation();
                events.add(new SimpleConditionEvent(method, isIt, message));
            }
        };
    }
}
