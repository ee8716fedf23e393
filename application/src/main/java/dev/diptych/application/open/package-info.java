/** Opening a ledger for writing, and what a crash left to be mended. */
package dev.diptych.application.open;
