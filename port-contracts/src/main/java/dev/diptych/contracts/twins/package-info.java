/** The twins: every driven port in memory, as strict as the adapters, for tests of whatever is built on the ports. */
package dev.diptych.contracts.twins;
