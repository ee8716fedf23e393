package dev.diptych.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

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

    static final ArchRule TEST_LIBRARIES_STAY_IN_THE_CONTRACTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.assertj..", "org.mockito..")
            .because("a test library on a production class path is an accident");

    private LibraryRules() {}
}
