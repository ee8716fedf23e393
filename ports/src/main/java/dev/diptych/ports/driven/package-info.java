/**
 * What the application needs: a durable log, a query store, and a few small things. Adapters and in-memory twins
 * implement these; the contract suites of {@code diptych-port-contracts} say whether they do it right.
 *
 * <p>Adapters throw the exceptions of this package and nothing else; the application turns them into answers.
 */
package dev.diptych.ports.driven;
