/** Ed25519 on Bouncy Castle, and keys in the files that OpenSSL and OpenSSH write. */
package dev.diptych.adapters.keys;
