/** Mirroring one sealed event. */
package dev.diptych.application.mirror;
