/** Measurements of the hot paths. Built and smoke-run with the rest, measured by hand, never shipped. */
package dev.diptych.benchmarks;
