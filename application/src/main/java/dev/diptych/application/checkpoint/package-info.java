/** Checkpoints of a ledger: making them, holding copies against them, and proving events with them. */
package dev.diptych.application.checkpoint;
