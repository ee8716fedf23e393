/** Drafts and sealed events made from a seed, over the whole width of the format, and lines that say other things. */
package dev.diptych.contracts.events;
