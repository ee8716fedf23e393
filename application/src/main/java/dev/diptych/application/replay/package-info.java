/** Giving the store what the log has and it lacks. */
package dev.diptych.application.replay;
