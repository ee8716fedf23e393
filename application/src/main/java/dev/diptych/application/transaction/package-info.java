/** One event, or several, in a caller's transaction. */
package dev.diptych.application.transaction;
