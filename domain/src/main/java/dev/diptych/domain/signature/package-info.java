/** Who vouches for an event. */
package dev.diptych.domain.signature;
