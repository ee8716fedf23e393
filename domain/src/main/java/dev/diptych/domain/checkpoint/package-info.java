/** Checkpoints and inclusion proofs, as the C2SP specifications spell them. */
package dev.diptych.domain.checkpoint;
