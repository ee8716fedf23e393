/** The log of a ledger, kept in JSON Lines files. */
package dev.diptych.adapters.jsonl;
