/** Cutover of the store adapter: a candidate made from the log takes the store's place at one line. */
package dev.diptych.application.cutover.store;
