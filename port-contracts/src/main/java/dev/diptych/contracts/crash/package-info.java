/**
 * The crash matrix: every operation on files and database, in all that a ledger does, made to fail or to be the last one, and
 * what must be true when the ledger is opened again.
 */
package dev.diptych.contracts.crash;
