package dev.diptych.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** For each thing that cutovers and the rules of transactions must not know, a class of either that knows it. */
final class CutoverViolations {
    private CutoverViolations() {}

    static Stream<Violation> all() {
        return Stream.concat(
                of(
                        CutoverRules.THE_CUTOVER_NEVER_IMPORTS_AN_ADAPTER,
                        List.of(
                                dev.diptych.application.cutover.violations.KnowsAStoresAdapter.class,
                                dev.diptych.application.cutover.violations.KnowsJdbc.class,
                                dev.diptych.application.cutover.violations.KnowsJdbi.class,
                                dev.diptych.application.cutover.violations.KnowsTheDriver.class,
                                dev.diptych.application.cutover.violations.KnowsGuice.class,
                                dev.diptych.application.cutover.violations.KnowsJackson.class)),
                of(
                        CutoverRules.THE_RULES_OF_TRANSACTIONS_NEVER_IMPORT_AN_ADAPTER,
                        List.of(
                                dev.diptych.domain.transaction.violations.KnowsAStoresAdapter.class,
                                dev.diptych.domain.transaction.violations.KnowsJdbc.class,
                                dev.diptych.domain.transaction.violations.KnowsJdbi.class,
                                dev.diptych.domain.transaction.violations.KnowsTheDriver.class,
                                dev.diptych.domain.transaction.violations.KnowsGuice.class,
                                dev.diptych.domain.transaction.violations.KnowsJackson.class)));
    }

    /** The classes know an adapter, JDBC, Jdbi, the driver, Guice and Jackson, in this order. */
    private static Stream<Violation> of(ArchRule rule, List<Class<?>> types) {
        return Stream.of(
                Violation.of(rule, types.get(0), "dev.diptych.adapters.second.violations.ASecondAdapter"),
                Violation.of(rule, types.get(1), "java.sql.Connection", "javax.sql.DataSource"),
                Violation.of(rule, types.get(2), "org.jdbi.v3.core.Handle"),
                Violation.of(rule, types.get(3), "org.sqlite.SQLiteConfig"),
                Violation.of(rule, types.get(4), "com.google.inject.Injector", "jakarta.inject.Inject"),
                Violation.of(rule, types.get(5), "com.fasterxml.jackson.core.JsonParser"));
    }
}
