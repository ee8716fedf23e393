/** Whether both copies hold the same sealed events. */
package dev.diptych.domain.parity;
