/** What a caller hands in, and the values that an event is made of. Each refuses bad input as it is made. */
package dev.diptych.domain.event;
