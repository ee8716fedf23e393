/** Places where checkpoints are kept, out of the ledger's own reach. */
package dev.diptych.adapters.anchors;
