/** Copying a ledger while it is used, and putting a copy in a ledger's place. */
package dev.diptych.application.backup;
