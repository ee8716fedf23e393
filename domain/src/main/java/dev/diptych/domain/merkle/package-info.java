/** The Merkle tree of RFC 6962 over the event hashes of a ledger. */
package dev.diptych.domain.merkle;
