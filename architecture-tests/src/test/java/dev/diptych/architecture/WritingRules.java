package dev.diptych.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** Which use cases can change a ledger at all. */
final class WritingRules {
    static final ArchRule WHAT_READS_A_LEDGER_HOLDS_NO_PORT_THAT_WRITES = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.diptych.application.read..",
                    "dev.diptych.application.verify..",
                    "dev.diptych.application.audit..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.diptych\\.ports\\.driven\\."
                    + "(SealedEventSink|DurableLog|QueryStore|StoreTransaction|LogOpening)([$].*)?")
            .because("a verification or an audit that could write would have to be trusted not to");

    static final ArchRule ONLY_THE_APPEND_CALLS_APPEND = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.diptych.application.append..",
                    "dev.diptych.application.settle..",
                    "dev.diptych.application.cutover..",
                    "dev.diptych.adapters..")
            .and()
            .resideOutsideOfPackage("dev.diptych.contracts..")
            .should()
            .accessTargetWhere(describe(
                    "a log is appended to",
                    access -> access.getName().equals("append")
                            && access.getTargetOwner().isAssignableTo("dev.diptych.ports.driven.SealedEventSink")))
            .because(
                    "gate, sizes, duplicates and order are judged in the append; besides, an outcome is told and a store cut over");

    private WritingRules() {}
}
