/** Putting events into the store, and comparing them with what is there. */
package dev.diptych.application.rows;
