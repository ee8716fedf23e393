/** Cutovers: authority moves in one transaction, or at one line of the log. */
package dev.diptych.application.cutover;
