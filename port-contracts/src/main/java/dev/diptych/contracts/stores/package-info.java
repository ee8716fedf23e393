/** Anybody's store, in which each call can be made to fail or to be the last one of the process. */
package dev.diptych.contracts.stores;
