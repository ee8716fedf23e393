/** A file system in memory that loses power, is killed, runs full and fails at any call, and the same faults over a real one. */
package dev.diptych.contracts.files;
