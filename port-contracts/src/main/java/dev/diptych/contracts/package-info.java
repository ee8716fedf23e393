/** Contract suites that every adapter of a driven port must pass, and the twins in memory that pass them too. */
package dev.diptych.contracts;
