/** What becomes of events that belong to a caller's transaction: runs in the log, what is told of them, and how one is settled. */
package dev.diptych.domain.transaction;
