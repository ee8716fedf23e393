/** Sealed events and the chain they form: sealing and judging lines, links, whole batches and the tail. */
package dev.diptych.domain.chain;
