/**
 * The command line. One class for each command; what they share (the process's streams, exit codes, reports, the input of
 * an append) is in small classes beside them. Only {@link dev.diptych.bootstrap.cli.Main} touches the process itself.
 */
package dev.diptych.bootstrap.cli;
