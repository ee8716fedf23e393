/**
 * A shop whose tables lie in the same database as its ledger's store. It adds a currency to its orders: a schema change, a
 * backfill, a feature flag, and an event that tells of it. Either all of that happens, or nothing.
 *
 * <p>Begin with {@link dev.diptych.examples.orchestrator.CurrencyChange}.
 */
package dev.diptych.examples.orchestrator;
