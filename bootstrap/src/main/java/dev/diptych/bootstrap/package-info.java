/** Wiring, configuration and the command line: the only place that knows every other module. */
package dev.diptych.bootstrap;
