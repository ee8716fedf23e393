package dev.diptych.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** Cutovers, and the rules of transactions beneath them, speak to a store through the ports alone. */
final class CutoverRules {
    private static final String[] ADAPTERS_AND_THEIR_LIBRARIES = {
        "dev.diptych.adapters..",
        "com.fasterxml.jackson..",
        "com.google.inject..",
        "jakarta.inject..",
        "java.sql..",
        "javax.sql..",
        "org.jdbi..",
        "org.sqlite.."
    };

    static final ArchRule THE_CUTOVER_NEVER_IMPORTS_AN_ADAPTER = noClasses()
            .that()
            .resideInAPackage("dev.diptych.application.cutover..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ADAPTERS_AND_THEIR_LIBRARIES)
            .because("authority moves in one transaction of a store that may be anybody's");

    static final ArchRule THE_RULES_OF_TRANSACTIONS_NEVER_IMPORT_AN_ADAPTER = noClasses()
            .that()
            .resideInAPackage("dev.diptych.domain.transaction..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ADAPTERS_AND_THEIR_LIBRARIES)
            .because("what became of a transaction must follow from lines and rows, whatever keeps them");

    private CutoverRules() {}
}
