/** Keeping writers away from a ledger in which something was found. */
package dev.diptych.application.hold;
