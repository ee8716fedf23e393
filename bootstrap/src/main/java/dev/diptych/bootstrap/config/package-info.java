/** Where a ledger lies and how it is to be used. */
package dev.diptych.bootstrap.config;
