/** Waiting for work on another thread. */
package dev.diptych.application.waiting;
