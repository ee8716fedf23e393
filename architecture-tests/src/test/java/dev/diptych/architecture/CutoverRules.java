package dev.diptych.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** The cutover speaks to a store through {@code StoreTransaction} alone. */
final class CutoverRules {
    static final String CUTOVER = "dev.diptych.application.cutover";

    static final ArchRule THE_CUTOVER_NEVER_IMPORTS_AN_ADAPTER = noClasses()
            .that()
            .resideInAPackage(CUTOVER + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.diptych.adapters..",
                    "com.fasterxml.jackson..",
                    "com.google.inject..",
                    "jakarta.inject..",
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.sqlite..")
            .because("authority moves in one transaction of a store that may be anybody's");

    private CutoverRules() {}
}
