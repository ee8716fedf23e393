/** Which keys are trusted, for what, and from when to when along the chain. */
package dev.diptych.domain.keys;
