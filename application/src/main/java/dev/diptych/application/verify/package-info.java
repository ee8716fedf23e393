/** Comparing both copies, and judging the log. */
package dev.diptych.application.verify;
