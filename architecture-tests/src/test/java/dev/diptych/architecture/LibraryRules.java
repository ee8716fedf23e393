package dev.diptych.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.diptych.architecture.ByName.areNot;

import com.tngtech.archunit.lang.ArchRule;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;

/** Where each library may be used. */
final class LibraryRules {
    static final ArchRule JACKSON_STAYS_IN_THE_JSONL_ADAPTER_AND_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.diptych.adapters.jsonl..", "dev.diptych.bootstrap.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..")
            .because("the log's adapter judges payloads and the command line speaks JSON to its user; a JSON library"
                    + " anywhere else would be a second judge");

    static final ArchRule JDBI_AND_JDBC_STAY_IN_THE_SQLITE_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.adapters.sqlite..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..", "org.sqlite..")
            .because("a store that is not SQLite must be possible without touching anything else");

    static final ArchRule GUICE_STAYS_IN_THE_BOOTSTRAP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.bootstrap..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google..", "jakarta..", "javax.inject..")
            .because("whoever embeds the mirror wires it as they like, with a container or by hand");

    static final ArchRule WHAT_THE_COMMAND_LINE_NEEDS_STAYS_IN_THE_BOOTSTRAP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.bootstrap..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..")
            .because("a library must not bring a command line along");

    static final ArchRule THE_ID_LIBRARY_STAYS_IN_THE_BOOTSTRAP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.bootstrap..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.f4b6a3..")
            .because("ids come in through a port, so that tests can decide them");

    static final ArchRule CRYPTOGRAPHY_LIBRARIES_STAY_IN_THE_KEYS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.adapters.keys..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "com.jcraft.jsch..", "com.amazon.corretto..")
            .because("keys and signatures come in through ports; a second library that judged them would be a second"
                    + " judgement");

    static final ArchRule PLATFORM_CRYPTOGRAPHY_STAYS_IN_THE_KEYS_ADAPTER_AND_THE_TWINS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.diptych.adapters.keys..", "dev.diptych.contracts..")
            .should()
            .dependOnClassesThat(resideInAPackage("javax.crypto..")
                    .or(equivalentTo(Signature.class))
                    .or(equivalentTo(KeyFactory.class))
                    .or(equivalentTo(KeyPairGenerator.class))
                    .or(equivalentTo(PrivateKey.class)))
            .because("what signs, and what a private key is read from, has one place to be looked at");

    /** The one class that runs other programs. */
    static final String PROGRAM = "dev.diptych.adapters.anchors.Program";

    static final ArchRule OTHER_PROGRAMS_ARE_RUN_IN_ONE_CLASS = noClasses()
            .that(areNot(PROGRAM))
            .and()
            .resideOutsideOfPackage("dev.diptych.bootstrap..")
            .should()
            .dependOnClassesThat(equivalentTo(ProcessBuilder.class).or(equivalentTo(Process.class)))
            .because("a program needs a time limit, its output read and its end waited for, which is easy to get wrong"
                    + " twice");

    static final ArchRule TEST_LIBRARIES_STAY_IN_THE_CONTRACTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.assertj..", "org.mockito..")
            .because("a test library on a production class path is an accident");

    private LibraryRules() {}
}
