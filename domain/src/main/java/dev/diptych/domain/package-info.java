/** The rules of a mirrored ledger in plain Java: no input or output, no clock, no library. */
package dev.diptych.domain;
